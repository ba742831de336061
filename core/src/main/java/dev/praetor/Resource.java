package dev.praetor;

import dev.praetor.function.F0;
import dev.praetor.function.V1;
import org.jspecify.annotations.Nullable;

/**
 * Something that is set up before a piece of a flow and cleaned up after it, always: also after a
 * failure, a cancellation or a timeout.
 *
 * @param name names the two tasks it becomes: {@code name_setup} and {@code name_cleanup}
 */
public record Resource<T extends @Nullable Object>(String name, F0<T> setUp, V1<T> cleanUp) {
  /** For example {@code Resource.of("cluster", clusters::start, clusters::stop)}. */
  public static <T extends @Nullable Object> Resource<T> of(
      String name, F0<T> setUp, V1<T> cleanUp) {
    return new Resource<>(name, setUp, cleanUp);
  }
}
