package dev.praetor.store.json;

import dev.praetor.ErrorCode;
import dev.praetor.TaskRun;
import dev.praetor.engine.Journal;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.secret.Masker;
import dev.praetor.store.blob.Blob;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredTaskRun;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Converts the values of tasks to JSON and back. Both directions call code of the flow's author.
 */
public final class JsonValues {
  /**
   * The length up to which a text is stored in its row; longer texts are blobs, so that rows stay
   * small and pages of rows are read quickly.
   */
  static final int INLINE = 8 << 10;

  private JsonValues() {}

  /**
   * Encodes a value.
   *
   * @throws Journal.TooLarge if its text is longer than the limit, in bytes
   * @throws NotCarried if it cannot be written
   */
  public static StoredValue write(
      ValueCodec codec, @Nullable Object value, Masker masker, long limit)
      throws Journal.TooLarge, NotCarried {
    if (value == null) {
      return StoredValue.NOTHING;
    }
    LimitedWriter text = new LimitedWriter(limit);
    try {
      codec.write(value, text);
    } catch (NotCarried e) {
      if (!text.isTooLarge()) {
        throw e;
      }
    }
    if (text.isTooLarge()) {
      throw new Journal.TooLarge(text.tooLargeMessage());
    }
    return kept(text.toString(), masker);
  }

  private static StoredValue kept(String json, Masker masker) {
    String masked = masker.maskJson(json);
    return value(
        StorableText.ofJson(masked), masked.equals(json) ? null : "secrets in it are masked");
  }

  private static StoredValue value(String json, @Nullable String note) {
    return json.length() <= INLINE
        ? new StoredValue(json, null, note)
        : new StoredValue(null, new Blob(json.getBytes(StandardCharsets.UTF_8)), note);
  }

  /**
   * Reads a value.
   *
   * @param node the node that the value is of, for the message
   * @throws StoreFailed if the value does not fit its type now
   */
  public static @Nullable Object read(String json, ValueCodec codec, String node) {
    try {
      return codec.read(json);
    } catch (NotCarried e) {
      throw new StoreFailed(
          ErrorCode.CONFLICT,
          "the value of '" + node + "'",
          "the recorded value of '" + node + "' no longer fits its type: " + e.getMessage(),
          "",
          e);
    }
  }

  /**
   * Reads a task run with its value.
   *
   * @throws StoreFailed if the value does not fit its type now
   */
  public static TaskRun read(StoredTaskRun stored, ValueCodec codec) {
    return stored.toTaskRun(
        stored.value().isEmpty() ? null : read(stored.value().get(), codec, stored.node()));
  }
}
