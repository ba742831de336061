package dev.praetor.engine.run;

import dev.praetor.Failure;
import org.jspecify.annotations.Nullable;

/**
 * A failure because of which a run failed.
 *
 * @param thrown the class of the exception; null if only its name is known, from a record
 * @param permanent true if the code, or a person, asked that nothing retries it
 */
public record FailureCause(Failure failure, @Nullable Class<?> thrown, boolean permanent) {
  /** Returns whether the exception is of a type or a subtype. */
  public boolean isA(Class<?> type) {
    Class<?> known = thrown;
    if (known == null) {
      known = find(type.getClassLoader());
    }
    return known == null ? type.getName().equals(failure.type()) : type.isAssignableFrom(known);
  }

  private @Nullable Class<?> find(@Nullable ClassLoader loader) {
    try {
      return Class.forName(failure.type(), false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      return null;
    }
  }
}
