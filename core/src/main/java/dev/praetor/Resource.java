package dev.praetor;

import dev.praetor.function.F0;
import dev.praetor.function.V1;
import org.jspecify.annotations.Nullable;

/**
 * A resource that is set up before a part of a flow and cleaned up after it, also after a failure,
 * a cancellation or a timeout; see {@link FlowBuilder#using}.
 *
 * @param name the name of the resource, from which the names of its two tasks are made: {@code
 *     name_setup} and {@code name_cleanup}
 * @param setUp the code that sets up the resource and returns it
 * @param cleanUp the code that cleans up the resource
 */
public record Resource<T extends @Nullable Object>(String name, F0<T> setUp, V1<T> cleanUp) {
  /**
   * Returns a resource, for example {@code Resource.of("cluster", clusters::start,
   * clusters::stop)}.
   */
  public static <T extends @Nullable Object> Resource<T> of(
      String name, F0<T> setUp, V1<T> cleanUp) {
    return new Resource<>(name, setUp, cleanUp);
  }
}
