package dev.praetor.engine.codec;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Compares objects that have no text of their own, such as clients and services, by those of their
 * fields that hold values. Other objects in fields, which may be large or change at any time, count
 * by their class alone.
 */
final class Likeness {
  private final ValueCodec comparing;

  Likeness(ValueCodec comparing) {
    this.comparing = comparing;
  }

  /** Returns a text that like objects have in common; empty if no field holds a value. */
  Optional<String> of(Object object) {
    if (isOfThePlatform(object.getClass())) {
      return Optional.empty();
    }
    List<Field> fields = new ArrayList<>();
    for (Class<?> at = object.getClass(); at != null && at != Object.class; ) {
      fields.addAll(List.of(at.getDeclaredFields()));
      at = at.getSuperclass();
    }
    List<String> texts = new ArrayList<>();
    boolean hasValue = false;
    for (Field field : fields) {
      if (!Modifier.isStatic(field.getModifiers()) && isReadable(field)) {
        Optional<String> text = text(field, object);
        hasValue |= text.isPresent();
        texts.add(field.getName() + "=" + text.orElse("?"));
      }
    }
    return hasValue ? Optional.of(object.getClass().getName() + texts) : Optional.empty();
  }

  private static boolean isOfThePlatform(Class<?> type) {
    return type.isHidden() || type.getClassLoader() == null || type.isArray();
  }

  private static boolean isReadable(AccessibleObject field) {
    return field.trySetAccessible();
  }

  private Optional<String> text(Field field, Object object) {
    Object value;
    try {
      value = field.get(object);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
    if (value != null && !isValue(value)) {
      return Optional.empty();
    }
    try {
      return Optional.of(comparing.canonical(value));
    } catch (NotCarried | RuntimeException e) {
      // Another thread may be changing it; then it is no value.
      return Optional.empty();
    }
  }

  private static boolean isValue(@Nullable Object value) {
    return switch (value) {
      case Enum<?> _, Record _, Collection<?> _, Map<?, ?> _ -> true;
      case Optional<?> _, OptionalInt _, OptionalLong _, OptionalDouble _ -> true;
      case null -> true;
      default -> value.getClass().isArray() || Scalars.of(value.getClass()).isPresent();
    };
  }
}
