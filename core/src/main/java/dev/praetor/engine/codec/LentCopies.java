package dev.praetor.engine.codec;

import java.text.Format;
import java.util.Calendar;
import java.util.Collection;
import java.util.Comparator;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Copies of objects of the platform that change, and that no store keeps: queues with an order of
 * their own, counters and the like. Parts are copied by the given codec, comparators are shared.
 */
final class LentCopies {
  private final Codec parts;

  LentCopies(Codec parts) {
    this.parts = parts;
  }

  /** Returns a copy of a value of exactly one of these classes; otherwise null. */
  @SuppressWarnings({"JavaUtilDate", "JdkObsolete"}) // Authors use these classes.
  @Nullable Object of(Object value) throws NotCarried {
    return switch (value) {
      case Queue<?> queue -> queue(queue);
      case SortedSet<?> set -> set(set);
      case Map<?, ?> map -> map(map);
      case Date date when date.getClass().getName().startsWith("java.") -> date.clone();
      case Calendar calendar -> calendar.clone();
      case Format format when format.getClass().getName().startsWith("java.") -> format.clone();
      case StringBuffer text -> new StringBuffer(text);
      default -> counter(value);
    };
  }

  private @Nullable Object queue(Queue<?> queue) throws NotCarried {
    Class<?> type = queue.getClass();
    if (type == PriorityQueue.class) {
      var order = ((PriorityQueue<?>) queue).comparator();
      return filled(queue, new PriorityQueue<>(any(order)));
    }
    if (type == PriorityBlockingQueue.class) {
      var order = ((PriorityBlockingQueue<?>) queue).comparator();
      return filled(queue, new PriorityBlockingQueue<>(Math.max(1, queue.size()), any(order)));
    }
    if (type == LinkedTransferQueue.class) {
      return filled(queue, new LinkedTransferQueue<>());
    }
    if (type == ArrayBlockingQueue.class) {
      return filled(queue, new ArrayBlockingQueue<>(capacity(queue)));
    }
    if (type == LinkedBlockingQueue.class) {
      return filled(queue, new LinkedBlockingQueue<>(capacity(queue)));
    }
    return type == LinkedBlockingDeque.class
        ? filled(queue, new LinkedBlockingDeque<>(capacity(queue)))
        : null;
  }

  private static int capacity(Queue<?> queue) {
    return queue.size() + ((BlockingQueue<?>) queue).remainingCapacity();
  }

  private @Nullable Object set(SortedSet<?> set) throws NotCarried {
    Class<?> type = set.getClass();
    if (type == TreeSet.class) {
      return filled(set, new TreeSet<>(any(set.comparator())));
    }
    return type == ConcurrentSkipListSet.class
        ? filled(set, new ConcurrentSkipListSet<>(any(set.comparator())))
        : null;
  }

  private @Nullable Object map(Map<?, ?> map) throws NotCarried {
    Class<?> type = map.getClass();
    if (type == TreeMap.class) {
      return filled(map, new TreeMap<>(any(((SortedMap<?, ?>) map).comparator())));
    }
    if (type == ConcurrentSkipListMap.class) {
      return filled(map, new ConcurrentSkipListMap<>(any(((SortedMap<?, ?>) map).comparator())));
    }
    // Their keys are the objects themselves, which a copy of a key would not be.
    if (type == IdentityHashMap.class) {
      return withValues(map, new IdentityHashMap<>());
    }
    return type == WeakHashMap.class ? withValues(map, new WeakHashMap<>()) : null;
  }

  private Object filled(Collection<?> from, Collection<@Nullable Object> copy) throws NotCarried {
    for (Object each : from) {
      copy.add(parts.copyNullable(each));
    }
    return copy;
  }

  private Object filled(Map<?, ?> from, Map<@Nullable Object, @Nullable Object> copy)
      throws NotCarried {
    for (Map.Entry<?, ?> each : from.entrySet()) {
      copy.put(parts.copyNullable(each.getKey()), parts.copyNullable(each.getValue()));
    }
    return copy;
  }

  private Object withValues(Map<?, ?> from, Map<@Nullable Object, @Nullable Object> copy)
      throws NotCarried {
    for (Map.Entry<?, ?> each : from.entrySet()) {
      copy.put(each.getKey(), parts.copyNullable(each.getValue()));
    }
    return copy;
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Comparator<@Nullable Object> any(@Nullable Comparator<?> order) {
    return (Comparator<@Nullable Object>) order;
  }

  private @Nullable Object counter(Object value) throws NotCarried {
    return switch (value) {
      case AtomicBoolean it -> new AtomicBoolean(it.get());
      case AtomicInteger it when it.getClass() == AtomicInteger.class ->
          new AtomicInteger(it.get());
      case AtomicLong it when it.getClass() == AtomicLong.class -> new AtomicLong(it.get());
      case AtomicReference<?> it when it.getClass() == AtomicReference.class ->
          new AtomicReference<>(parts.copyNullable(it.get()));
      case AtomicIntegerArray it -> {
        AtomicIntegerArray copy = new AtomicIntegerArray(it.length());
        for (int i = 0; i < it.length(); i++) {
          copy.set(i, it.get(i));
        }
        yield copy;
      }
      case AtomicLongArray it -> {
        AtomicLongArray copy = new AtomicLongArray(it.length());
        for (int i = 0; i < it.length(); i++) {
          copy.set(i, it.get(i));
        }
        yield copy;
      }
      case AtomicReferenceArray<?> it -> {
        AtomicReferenceArray<@Nullable Object> copy = new AtomicReferenceArray<>(it.length());
        for (int i = 0; i < it.length(); i++) {
          copy.set(i, parts.copyNullable(it.get(i)));
        }
        yield copy;
      }
      case LongAdder it when it.getClass() == LongAdder.class -> {
        LongAdder copy = new LongAdder();
        copy.add(it.sum());
        yield copy;
      }
      case DoubleAdder it when it.getClass() == DoubleAdder.class -> {
        DoubleAdder copy = new DoubleAdder();
        copy.add(it.sum());
        yield copy;
      }
      default -> null;
    };
  }
}
