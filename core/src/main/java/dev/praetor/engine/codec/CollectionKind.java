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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The kind of a collection: its equality rests on the order, the elements, or both. */
enum CollectionKind {
  LIST,
  SET,
  SORTED_SET,
  QUEUE;

  private static final Map<Class<?>, CollectionKind> DECLARED =
      Map.ofEntries(
          Map.entry(Iterable.class, LIST),
          Map.entry(Collection.class, LIST),
          Map.entry(SequencedCollection.class, LIST),
          Map.entry(List.class, LIST),
          Map.entry(ArrayList.class, LIST),
          Map.entry(LinkedList.class, LIST),
          Map.entry(CopyOnWriteArrayList.class, LIST),
          Map.entry(Set.class, SET),
          Map.entry(SequencedSet.class, SET),
          Map.entry(HashSet.class, SET),
          Map.entry(LinkedHashSet.class, SET),
          Map.entry(CopyOnWriteArraySet.class, SET),
          Map.entry(SortedSet.class, SORTED_SET),
          Map.entry(NavigableSet.class, SORTED_SET),
          Map.entry(TreeSet.class, SORTED_SET),
          Map.entry(ConcurrentSkipListSet.class, SORTED_SET),
          Map.entry(Queue.class, QUEUE),
          Map.entry(Deque.class, QUEUE),
          Map.entry(ArrayDeque.class, QUEUE),
          Map.entry(ConcurrentLinkedQueue.class, QUEUE),
          Map.entry(ConcurrentLinkedDeque.class, QUEUE));

  @SuppressWarnings("JdkObsolete") // Authors declare it.
  private static final Map<Class<?>, Supplier<Collection<@Nullable Object>>> MAKERS =
      Map.of(
          LinkedList.class, LinkedList::new,
          CopyOnWriteArrayList.class, CopyOnWriteArrayList::new,
          CopyOnWriteArraySet.class, CopyOnWriteArraySet::new,
          ConcurrentLinkedQueue.class, ConcurrentLinkedQueue::new,
          ConcurrentLinkedDeque.class, ConcurrentLinkedDeque::new);

  /** Returns the kind that values of a declared class have unless they say otherwise. */
  static Optional<CollectionKind> declaredBy(Class<?> type) {
    return Optional.ofNullable(DECLARED.get(type));
  }

  /** Returns the kind of a value. */
  static CollectionKind of(Collection<?> value) {
    return switch (value) {
      case SortedSet<?> _ -> SORTED_SET;
      case Set<?> _ -> SET;
      case List<?> _ -> LIST;
      case Queue<?> _ -> QUEUE;
      default -> LIST;
    };
  }

  /** Makes an empty collection of this kind that fits a declared class. */
  Collection<@Nullable Object> make(Class<?> declared, Order order) {
    Supplier<Collection<@Nullable Object>> maker = MAKERS.get(declared);
    if (maker != null) {
      return maker.get();
    }
    return switch (this) {
      case LIST -> new ArrayList<>();
      case SET -> new LinkedHashSet<>();
      case SORTED_SET ->
          declared == ConcurrentSkipListSet.class
              ? new ConcurrentSkipListSet<>(order.comparator())
              : new TreeSet<>(order.comparator());
      case QUEUE -> new ArrayDeque<>();
    };
  }
}
