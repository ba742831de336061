package dev.praetor.engine.codec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Queue;
import java.util.SequencedCollection;
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/** The kind of a collection: the class that restores its equality and its order. */
enum CollectionKind {
  LIST,
  LINKED_LIST,
  COPY_ON_WRITE_LIST,
  SET,
  COPY_ON_WRITE_SET,
  SORTED_SET,
  CONCURRENT_SORTED_SET,
  QUEUE,
  CONCURRENT_QUEUE,
  CONCURRENT_DEQUE;

  private static final Map<Class<?>, CollectionKind> DECLARED =
      Map.ofEntries(
          Map.entry(Iterable.class, LIST),
          Map.entry(Collection.class, LIST),
          Map.entry(SequencedCollection.class, LIST),
          Map.entry(List.class, LIST),
          Map.entry(ArrayList.class, LIST),
          Map.entry(LinkedList.class, LINKED_LIST),
          Map.entry(CopyOnWriteArrayList.class, COPY_ON_WRITE_LIST),
          Map.entry(Set.class, SET),
          Map.entry(SequencedSet.class, SET),
          Map.entry(HashSet.class, SET),
          Map.entry(LinkedHashSet.class, SET),
          Map.entry(CopyOnWriteArraySet.class, COPY_ON_WRITE_SET),
          Map.entry(SortedSet.class, SORTED_SET),
          Map.entry(NavigableSet.class, SORTED_SET),
          Map.entry(TreeSet.class, SORTED_SET),
          Map.entry(ConcurrentSkipListSet.class, CONCURRENT_SORTED_SET),
          Map.entry(Queue.class, QUEUE),
          Map.entry(Deque.class, QUEUE),
          Map.entry(ArrayDeque.class, QUEUE),
          Map.entry(ConcurrentLinkedQueue.class, CONCURRENT_QUEUE),
          Map.entry(ConcurrentLinkedDeque.class, CONCURRENT_DEQUE));

  /** Returns the kind of values of a declared class, unless a value states another kind. */
  static Optional<CollectionKind> declaredBy(Class<?> type) {
    return Optional.ofNullable(DECLARED.get(type));
  }

  /**
   * Returns the kind of a value.
   *
   * @throws NotCarried if it is a queue whose behaviour is more than the order of its elements
   */
  static CollectionKind of(Collection<?> value) throws NotCarried {
    return switch (value) {
      case ConcurrentSkipListSet<?> _ -> CONCURRENT_SORTED_SET;
      case SortedSet<?> _ -> SORTED_SET;
      case CopyOnWriteArraySet<?> _ -> COPY_ON_WRITE_SET;
      case Set<?> _ -> SET;
      case CopyOnWriteArrayList<?> _ -> COPY_ON_WRITE_LIST;
      case LinkedList<?> _ -> LINKED_LIST;
      case List<?> _ -> LIST;
      case ConcurrentLinkedQueue<?> _ -> CONCURRENT_QUEUE;
      case ConcurrentLinkedDeque<?> _ -> CONCURRENT_DEQUE;
      case ArrayDeque<?> _ -> QUEUE;
      case Queue<?> _ ->
          throw new NotCarried("a " + value.getClass().getSimpleName() + ": return it as a List");
      default -> LIST;
    };
  }

  /** Returns whether equal collections of this kind may have different orders. */
  boolean isUnordered() {
    return this == SET || this == COPY_ON_WRITE_SET;
  }

  /** Returns whether the number of elements cannot change while they are read. */
  boolean hasFixedSize() {
    return this == LIST || this == LINKED_LIST || this == SET || this == SORTED_SET;
  }

  /** Makes an empty collection of this kind. */
  @SuppressWarnings("JdkObsolete") // Authors declare linked lists.
  Collection<@Nullable Object> make(Order order, int size) {
    return switch (this) {
      case LIST -> new ArrayList<>(size);
      case LINKED_LIST -> new LinkedList<>();
      case COPY_ON_WRITE_LIST, COPY_ON_WRITE_SET -> new ArrayList<>(size);
      case SET -> new LinkedHashSet<>();
      case SORTED_SET -> new TreeSet<>(order.comparator());
      case CONCURRENT_SORTED_SET -> new ConcurrentSkipListSet<>(order.comparator());
      case QUEUE -> new ArrayDeque<>();
      case CONCURRENT_QUEUE -> new ConcurrentLinkedQueue<>();
      case CONCURRENT_DEQUE -> new ConcurrentLinkedDeque<>();
    };
  }

  /** Returns the collection itself; of kinds that copy at each change, a copy made at once. */
  Collection<@Nullable Object> complete(Collection<@Nullable Object> filled) {
    return switch (this) {
      case COPY_ON_WRITE_LIST -> new CopyOnWriteArrayList<>(filled);
      case COPY_ON_WRITE_SET -> new CopyOnWriteArraySet<>(filled);
      default -> filled;
    };
  }
}
