package dev.praetor.engine.graph;

import dev.praetor.engine.codec.Codecs;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.task.CapturedValues;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Describes the values that belong to the code of a task as a text, by which they are compared.
 * Services, which are no records, are compared as far as they can be.
 */
public final class CapturedText {
  private CapturedText() {}

  /**
   * Returns the text; empty if no value can be compared.
   *
   * @param recordsOnly true if only a record counts whose method the task is
   * @throws NotCarried if such a record cannot be compared
   */
  public static String of(Codecs codecs, CapturedValues captured, boolean recordsOnly)
      throws NotCarried {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < captured.values().size(); i++) {
      int index = i;
      of(codecs, captured.values().get(i), captured.byLambda(), recordsOnly)
          .ifPresent(one -> text.append(index).append(' ').append(Sha256.of(one)).append('\n'));
    }
    return text.toString();
  }

  private static Optional<String> of(
      Codecs codecs, @Nullable Object value, boolean byLambda, boolean recordsOnly)
      throws NotCarried {
    if (!byLambda && value instanceof Record) {
      return Optional.of(codecs.comparable(value));
    }
    if (recordsOnly) {
      return Optional.empty();
    }
    return byLambda ? codecs.lastingLikeness(value) : codecs.likeness(value);
  }
}
