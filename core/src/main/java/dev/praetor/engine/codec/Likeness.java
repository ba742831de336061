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
  /** The beginnings of the names of classes of collections that do not change. */
  private static final List<String> UNCHANGEABLE =
      List.of(
          "java.util.ImmutableCollections$",
          "java.util.Collections$Empty",
          "java.util.Collections$Singleton",
          "java.util.Collections$Unmodifiable");

  private final ValueCodec comparing;
  private final boolean lasting;

  /**
   * Creates a way to compare.
   *
   * @param lasting true if values that may change, such as lists that code adds to, do not count
   */
  Likeness(ValueCodec comparing, boolean lasting) {
    this.comparing = comparing;
    this.lasting = lasting;
  }

  /** Returns a text that like objects have in common; empty if they hold no value. */
  Optional<String> of(@Nullable Object object) {
    if (object == null || isValue(object)) {
      return lasting && mayChange(object) ? Optional.empty() : text(object);
    }
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
    boolean counts = isValue(value) && !(lasting && mayChange(value));
    return counts ? text(value) : Optional.empty();
  }

  private Optional<String> text(@Nullable Object value) {
    try {
      return Optional.of(comparing.canonical(value));
    } catch (NotCarried | RuntimeException e) {
      // Another thread may be changing it; then it is no value.
      return Optional.empty();
    }
  }

  /** Returns whether a value is one of the JDK that code may change. */
  private static boolean mayChange(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Collection<?> _, Map<?, ?> _ ->
          UNCHANGEABLE.stream().noneMatch(value.getClass().getName()::startsWith);
      default ->
          value.getClass().isArray()
              || Scalars.of(value.getClass()).filter(scalar -> !scalar.isImmutable()).isPresent();
    };
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
