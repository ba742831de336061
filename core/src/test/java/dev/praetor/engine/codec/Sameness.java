package dev.praetor.engine.codec;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Equality that looks into arrays wherever they are, and at the order of sets and maps. */
public final class Sameness {
  private Sameness() {}

  public static boolean same(@Nullable Object one, @Nullable Object other) {
    if (one == null || other == null) {
      return one == other;
    }
    if (one.getClass().isArray()) {
      return sameArrays(one, other);
    }
    return switch (one) {
      case Collection<?> all -> other instanceof Collection<?> it && sameAll(all, it);
      case Map<?, ?> map ->
          other instanceof Map<?, ?> it
              && sameAll(map.keySet(), it.keySet())
              && sameAll(map.values(), it.values());
      case Map.Entry<?, ?> entry ->
          other instanceof Map.Entry<?, ?> it
              && same(entry.getKey(), it.getKey())
              && same(entry.getValue(), it.getValue());
      case Optional<?> optional ->
          other instanceof Optional<?> it && same(optional.orElse(null), it.orElse(null));
      case Record record -> record.getClass() == other.getClass() && sameParts(record, other);
      default -> Objects.equals(one, other);
    };
  }

  private static boolean sameArrays(Object one, Object other) {
    if (one.getClass() != other.getClass() || Array.getLength(one) != Array.getLength(other)) {
      return false;
    }
    for (int i = 0; i < Array.getLength(one); i++) {
      if (!same(Array.get(one, i), Array.get(other, i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameAll(Collection<?> one, Collection<?> other) {
    Iterator<?> others = other.iterator();
    for (Object each : one) {
      if (!others.hasNext() || !same(each, others.next())) {
        return false;
      }
    }
    return !others.hasNext();
  }

  private static boolean sameParts(Record one, Object other) {
    for (RecordComponent part : one.getClass().getRecordComponents()) {
      try {
        part.getAccessor().setAccessible(true);
        if (!same(part.getAccessor().invoke(one), part.getAccessor().invoke(other))) {
          return false;
        }
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }
    return true;
  }
}
