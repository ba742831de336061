package dev.praetor.store.json;

import dev.praetor.ErrorCode;
import dev.praetor.TaskRun;
import dev.praetor.engine.Journal;
import dev.praetor.engine.secret.Masker;
import dev.praetor.store.blob.Blob;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredTaskRun;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts the values of tasks to JSON and back. Both directions call code of the flow's author.
 */
public final class JsonValues {
  /**
   * The length up to which a text is stored in its row; longer texts are blobs, so that rows stay
   * small and pages of rows are read quickly.
   */
  static final int INLINE = 8 << 10;

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.FAIL_ON_EMPTY_BEANS).build();

  private JsonValues() {}

  public static StoredValue write(@Nullable Object value, Masker masker, long limit)
      throws Journal.TooLarge {
    if (value == null) {
      return StoredValue.NOTHING;
    }
    if (value.getClass().isHidden()) {
      // Jackson would write a lambda as an empty object.
      return StoredValue.absent("a lambda, which is not JSON");
    }
    LimitedWriter text = new LimitedWriter(limit);
    try {
      MAPPER.writeValue(text, value);
    } catch (Throwable thrown) {
      if (!text.isTooLarge()) {
        String type = value.getClass().getName();
        return StoredValue.absent("a " + type + ", which is not JSON: " + reason(thrown, masker));
      }
    }
    if (text.isTooLarge()) {
      throw new Journal.TooLarge(text.tooLargeMessage());
    }
    return kept(text.toString(), masker);
  }

  private static StoredValue kept(String json, Masker masker) {
    String masked = masker.isEmpty() ? json : masker.mask(json);
    if (masked.equals(json)) {
      return value(StorableText.ofJson(json), null);
    }
    return value(StorableText.ofJson(valid(masked)), "secrets in it are masked");
  }

  private static StoredValue value(String json, @Nullable String note) {
    return json.length() <= INLINE
        ? new StoredValue(json, null, note)
        : new StoredValue(null, new Blob(json.getBytes(StandardCharsets.UTF_8)), note);
  }

  /** Masks the secrets in a JSON text; the result is JSON again. */
  public static String masked(String json, Masker masker) {
    String masked = masker.mask(json);
    return masked.equals(json) ? json : valid(masked);
  }

  private static String reason(Throwable thrown, Masker masker) {
    String text =
        thrown instanceof JacksonException json
            ? String.valueOf(json.getOriginalMessage())
            : thrown.getClass().getName();
    return StorableText.plain(masker.mask(text, 200));
  }

  /**
   * Returns a masked text as JSON; where a number was masked, the text is no longer JSON and
   * becomes a string.
   */
  private static String valid(String masked) {
    try {
      MAPPER.readTree(masked);
      return masked;
    } catch (JacksonException e) {
      return MAPPER.writeValueAsString(masked);
    }
  }

  public static @Nullable Object read(String json, Type type, String node) {
    try {
      return type == void.class || type == Void.class
          ? null
          : MAPPER.readValue(json, MAPPER.constructType(type));
    } catch (JacksonException e) {
      throw new StoreFailed(
          ErrorCode.CONFLICT,
          "the value of '" + node + "'",
          "the recorded value of '" + node + "' cannot be read as " + type.getTypeName(),
          "",
          e);
    }
  }

  /**
   * Reads a task run with its value.
   *
   * @throws StoreFailed if the value cannot be read as this type
   */
  public static TaskRun read(StoredTaskRun stored, Type type) {
    return stored.toTaskRun(
        stored.value().isEmpty() ? null : read(stored.value().get(), type, stored.node()));
  }

  static Type listOf(Type element) {
    return MAPPER
        .getTypeFactory()
        .constructCollectionType(List.class, MAPPER.constructType(element));
  }
}
