package dev.praetor.engine.codec.type;

import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Copies that fit wherever their original does. A plain copy of an {@code EnumMap} is a map, but no
 * {@code EnumMap}, which a parameter may be declared as.
 */
public final class SameClass {
  private SameClass() {}

  /**
   * Returns a copy that fits wherever the value does; the value itself if there is none.
   *
   * @param copy an equal copy, perhaps of another class
   */
  @SuppressWarnings("JdkObsolete")
  public // Authors use these classes.
  static Object of(Object value, Object copy) {
    return switch (value) {
      case EnumSet<?> set -> set.clone();
      case EnumMap<?, ?> map -> filled(map.clone(), copy);
      case Hashtable<?, ?> table -> filled((Map<?, ?>) table.clone(), copy);
      case Vector<?> vector -> filled((List<?>) vector.clone(), copy);
      case ConcurrentHashMap<?, ?> map when map.getClass() == ConcurrentHashMap.class ->
          new ConcurrentHashMap<>((Map<?, ?>) copy);
      case ConcurrentSkipListMap<?, ?> map when map.getClass() == ConcurrentSkipListMap.class ->
          new ConcurrentSkipListMap<>((SortedMap<?, ?>) copy);
      default -> visible(value.getClass()).isInstance(copy) ? copy : cloned(value, copy);
    };
  }

  /** Returns a clone of a collection of a class of an author; any other value itself. */
  @SuppressWarnings("JdkObsolete") // Authors extend these classes.
  private static Object cloned(Object value, Object copy) {
    return switch (value) {
      case ArrayList<?> list -> filled((List<?>) list.clone(), copy);
      case LinkedList<?> list -> filled((List<?>) list.clone(), copy);
      case HashMap<?, ?> map -> filled((Map<?, ?>) map.clone(), copy);
      case TreeMap<?, ?> map -> filled((Map<?, ?>) map.clone(), copy);
      case HashSet<?> set -> refilled((Collection<?>) set.clone(), copy);
      case TreeSet<?> set -> refilled((Collection<?>) set.clone(), copy);
      case ArrayDeque<?> queue -> refilled(queue.clone(), copy);
      default -> value;
    };
  }

  @SuppressWarnings("unchecked")
  private static Object refilled(Collection<?> clone, Object copy) {
    clone.clear();
    ((Collection<Object>) clone).addAll((Collection<Object>) copy);
    return clone;
  }

  @SuppressWarnings("unchecked")
  private static Object filled(Map<?, ?> clone, Object copy) {
    Map<?, ?> values = (Map<?, ?>) copy;
    ((Map<Object, Object>) clone).replaceAll((key, _) -> values.get(key));
    return clone;
  }

  @SuppressWarnings("unchecked")
  private static Object filled(List<?> clone, Object copy) {
    List<?> values = (List<?>) copy;
    for (int i = 0; i < values.size(); i++) {
      ((List<Object>) clone).set(i, values.get(i));
    }
    return clone;
  }

  /** Returns the lowest class of a value that code of an author can name. */
  private static Class<?> visible(Class<?> type) {
    Class<?> visible = type;
    while (visible.getName().startsWith("java.") && !Modifier.isPublic(visible.getModifiers())) {
      Class<?> above = visible.getSuperclass();
      visible = above == null ? Object.class : above;
    }
    return visible;
  }
}
