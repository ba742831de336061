package dev.praetor.engine.codec;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parts of the values of a class, how to get them, and how to make a value of them. */
sealed interface Parts {
  /** A part before its codec is known. */
  record Part(String name, Type type, Class<?> declaredIn) {}

  /** Returns the parts in order. */
  List<Part> all();

  /** Returns part {@code index} of a value. */
  @Nullable Object get(Object value, int index) throws NotCarried;

  /** Makes a value of its parts. */
  Object make(@Nullable Object[] values) throws NotCarried;

  /** Returns whether a value keeps its parts for ever. */
  boolean isFixed();

  /** Returns the place of each part by name, in order. */
  default Map<String, Integer> places() {
    Map<String, Integer> places = new LinkedHashMap<>();
    all().forEach(part -> places.put(part.name(), places.size()));
    return places;
  }

  /** The components of a record. */
  static Parts ofRecord(Class<?> type) throws NotCarried {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> canonical = type.getDeclaredConstructor(types);
      canonical.setAccessible(true);
      return new OfRecord(type, canonical, fields(type, components));
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw closed(type, e);
    }
  }

  private static List<Field> fields(Class<?> type, RecordComponent[] components)
      throws NoSuchFieldException {
    List<Field> fields = new ArrayList<>();
    for (RecordComponent component : components) {
      Field field = type.getDeclaredField(component.getName());
      field.setAccessible(true);
      fields.add(field);
    }
    return fields;
  }

  /** The fields of any other class, inherited ones first. */
  static Parts ofFields(Class<?> type, Purpose purpose) throws NotCarried {
    Deque<Class<?>> chain = new ArrayDeque<>();
    for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
      chain.push(at);
    }
    List<Field> fields = new ArrayList<>();
    try {
      for (Class<?> at : chain) {
        for (Field field : at.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers())
              && !Modifier.isTransient(field.getModifiers())
              && !field.isSynthetic()) {
            field.setAccessible(true);
            fields.add(field);
          }
        }
      }
      return new OfFields(
          purpose == Purpose.COMPARE ? Optional.empty() : Optional.of(emptyOf(type)), fields);
    } catch (NoSuchMethodException e) {
      throw new NotCarried(
          type.getName() + " is no record and has no constructor without parameters");
    } catch (RuntimeException e) {
      throw closed(type, e);
    }
  }

  private static Constructor<?> emptyOf(Class<?> type) throws NoSuchMethodException {
    Constructor<?> empty = type.getDeclaredConstructor();
    empty.setAccessible(true);
    return empty;
  }

  private static NotCarried closed(Class<?> type, Exception e) {
    return new NotCarried(type.getName() + " does not let its parts be read: " + e.getMessage());
  }

  private static NotCarried refused(AnnotatedElement maker, Exception e) {
    Throwable cause = e instanceof InvocationTargetException thrown ? thrown.getCause() : e;
    String what = maker instanceof Constructor<?> c ? c.getDeclaringClass().getSimpleName() : "it";
    return new NotCarried(what + " cannot be made of its parts: " + cause);
  }

  /** Components. */
  record OfRecord(Class<?> type, Constructor<?> canonical, List<Field> fields) implements Parts {
    @Override
    public List<Part> all() {
      return Arrays.stream(type.getRecordComponents())
          .map(part -> new Part(part.getName(), part.getGenericType(), type))
          .toList();
    }

    // Accessors are code of authors, which may do anything; the fields hold what was given.
    @Override
    public @Nullable Object get(Object value, int index) {
      try {
        return fields.get(index).get(value);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Object make(@Nullable Object[] values) throws NotCarried {
      try {
        return canonical.newInstance(values);
      } catch (ReflectiveOperationException | RuntimeException e) {
        throw refused(canonical, e);
      }
    }

    @Override
    public boolean isFixed() {
      return true;
    }
  }

  /** Fields. */
  record OfFields(Optional<Constructor<?>> maker, List<Field> fields) implements Parts {
    @Override
    public List<Part> all() {
      List<String> names = fields.stream().map(Field::getName).toList();
      return fields.stream()
          .map(field ->
              new Part(
                  Collections.frequency(names, field.getName()) > 1
                      ? field.getDeclaringClass().getSimpleName() + "." + field.getName()
                      : field.getName(),
                  field.getGenericType(),
                  field.getDeclaringClass()))
          .toList();
    }

    @Override
    public @Nullable Object get(Object value, int index) {
      try {
        return fields.get(index).get(value);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Object make(@Nullable Object[] values) throws NotCarried {
      Constructor<?> empty = maker.orElseThrow();
      try {
        Object made = empty.newInstance();
        for (int i = 0; i < values.length; i++) {
          fields.get(i).set(made, values[i]);
        }
        return made;
      } catch (ReflectiveOperationException | RuntimeException e) {
        throw refused(empty, e);
      }
    }

    @Override
    public boolean isFixed() {
      return fields.isEmpty();
    }
  }
}
