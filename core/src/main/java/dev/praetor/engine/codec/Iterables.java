package dev.praetor.engine.codec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads Iterables that may be readable only once, such as the rows of a cursor. */
final class Iterables {
  private Iterables() {}

  /**
   * Returns the elements of an Iterable as a list, and closes it; returns any other value itself.
   *
   * @throws NotCarried if the Iterable has too many elements, or no end
   */
  static @Nullable Object listed(@Nullable Object value) throws NotCarried, InterruptedException {
    if (!(value instanceof Iterable<?> all) || value instanceof Collection<?>) {
      return value;
    }
    List<@Nullable Object> elements;
    try {
      elements = read(all);
    } catch (NotCarried | InterruptedException | RuntimeException | Error failure) {
      closeAfter(failure, value);
      throw failure;
    }
    if (value instanceof AutoCloseable resource) {
      close(resource);
    }
    return elements;
  }

  private static List<@Nullable Object> read(Iterable<?> all)
      throws NotCarried, InterruptedException {
    List<@Nullable Object> elements = new ArrayList<>();
    for (Object element : all) {
      if (elements.size() == CollectionCodec.MOST) {
        throw new NotCarried(
            "an Iterable of more than " + CollectionCodec.MOST + " elements, or without end");
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("while the returned Iterable was read");
      }
      elements.add(element);
    }
    return elements;
  }

  /** Closes an Iterable that could not be read; what its closing throws is added to the failure. */
  private static void closeAfter(Throwable failure, Object value) {
    if (value instanceof AutoCloseable resource) {
      try {
        resource.close();
      } catch (Throwable thrown) {
        failure.addSuppressed(thrown);
      }
    }
  }

  private static void close(AutoCloseable resource) throws NotCarried, InterruptedException {
    try {
      resource.close();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new NotCarried("it could not be closed after it was read: " + e);
    }
  }
}
