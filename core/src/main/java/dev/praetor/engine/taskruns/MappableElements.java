package dev.praetor.engine.taskruns;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the elements of values that can be mapped over. Iterating may call code of the author.
 * Thread-safe.
 */
final class MappableElements {
  private MappableElements() {}

  /**
   * Returns the elements, at most one more than {@code limit}, so that reading an endless Iterable
   * ends.
   */
  static @Nullable Object[] read(@Nullable Object list, int limit) {
    if (list instanceof Collection<?> collection && collection.size() <= limit) {
      return Objects.requireNonNull(collection.toArray(), "the array of the list is null");
    }
    if (list instanceof Iterable<?> iterable) {
      List<@Nullable Object> elements = new ArrayList<>();
      for (Object element : iterable) {
        elements.add(element);
        if (elements.size() > limit) {
          break;
        }
      }
      return elements.toArray();
    }
    if (list instanceof Object[] array) {
      return array.clone();
    }
    if (list != null && list.getClass().isArray()) {
      Object[] elements = new Object[Array.getLength(list)];
      for (int i = 0; i < elements.length; i++) {
        elements[i] = Array.get(list, i);
      }
      return elements;
    }
    throw new IllegalArgumentException(
        "cannot map over "
            + (list == null ? "null" : "a " + list.getClass().getName())
            + "; it must be a list, an array or another Iterable");
  }
}
