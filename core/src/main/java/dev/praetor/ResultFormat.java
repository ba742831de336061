package dev.praetor;

import dev.praetor.function.F1;
import org.jspecify.annotations.Nullable;

/**
 * A text form for the results of a task whose type cannot be kept as it is, such as a connection or
 * a class of a library.
 *
 * <pre>{@code
 * Task.of(clusters::start).keptAs(ResultFormat.of(Cluster::id, clusters::connect))
 * }</pre>
 *
 * <p>Reading happens when a run continues after a crash, when a restart reuses the result, or when
 * a cache returns it; a format of a resource may open the resource again. Formats are called by the
 * threads of tasks and of the store, several at a time, so they must be thread-safe.
 *
 * @param <T> the type of the results
 */
public interface ResultFormat<T extends @Nullable Object> {
  /**
   * Writes a result as text.
   *
   * @param value the result, never null
   * @throws Exception if it cannot be written; the task run fails then
   */
  String write(T value) throws Exception;

  /**
   * Reads a result.
   *
   * @param text a text that {@link #write} returned, perhaps in another process
   * @throws Exception if it cannot be read; the result is unavailable then, and its task runs again
   */
  T read(String text) throws Exception;

  /** Returns the format of two functions. */
  static <T extends @Nullable Object> ResultFormat<T> of(
      F1<T, String> writer, F1<String, ? extends T> reader) {
    return new ResultFormat<>() {
      @Override
      public String write(T value) throws Exception {
        return writer.apply(value);
      }

      @Override
      public T read(String text) throws Exception {
        return reader.apply(text);
      }
    };
  }
}
