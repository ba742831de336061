package dev.praetor.engine.author;

import dev.praetor.engine.secret.Masker;
import dev.praetor.engine.task.TaskBody;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts that code of authors makes: the labels of mapped children, and values as texts. A
 * text that cannot be read says why. For any thread of a call.
 */
public final class AuthorTexts {
  private static final int LONGEST = 200;

  private AuthorTexts() {}

  /** Returns the label of a child, without secrets. */
  public static String label(
      TaskBody label, @Nullable Object[] arguments, int child, Masker masker) {
    try {
      return masker.mask(String.valueOf(label.call(arguments)), LONGEST);
    } catch (Throwable thrown) {
      return child + " (its label failed: " + why(thrown, masker) + ")";
    }
  }

  /** Returns a value as a text, without secrets. */
  public static String shown(@Nullable Object value, Masker masker) {
    try {
      return masker.mask(String.valueOf(value), LONGEST);
    } catch (Throwable thrown) {
      return "(its text could not be read: " + why(thrown, masker) + ")";
    }
  }

  private static String why(Throwable thrown, Masker masker) {
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return masker.mask(masker.failure(thrown).summary(), LONGEST);
  }
}
