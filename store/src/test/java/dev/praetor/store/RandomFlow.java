package dev.praetor.store;

import dev.praetor.Cache;
import dev.praetor.Flow;
import dev.praetor.FlowBuilder;
import dev.praetor.Mapped;
import dev.praetor.Node;
import dev.praetor.Outcome;
import dev.praetor.Praetor;
import dev.praetor.Retry;
import dev.praetor.Task;
import dev.praetor.Task1;
import dev.praetor.Trigger;
import dev.praetor.TypeRef;
import dev.praetor.engine.codec.RandomValues;
import dev.praetor.engine.codec.Sameness;
import java.lang.reflect.Field;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A flow of random tasks over values of random types: sources, tasks that pass a value on after
 * they have changed what they were given, maps, and tasks that fail. It notes each call that is
 * given another value than was returned.
 */
final class RandomFlow {
  private static final int SOURCES = 3;
  private static final int STEPS = 5;
  private static final int MAPPED = 4;
  private final SplittableRandom random;
  private final String name;
  private final List<Source> sources = new ArrayList<>();
  private final List<Integer> shapes = new ArrayList<>();
  private final Map<String, Integer> calls = new ConcurrentHashMap<>();
  private final Collection<String> wrong = new ConcurrentLinkedQueue<>();
  private final Flow<List<Outcome<?>>> flow;

  /** A value and the type as which tasks return it. */
  record Source(Type type, Object value) {}

  RandomFlow(long seed, String name) {
    this.random = new SplittableRandom(seed);
    this.name = name;
    RandomValues values = new RandomValues(random.split());
    while (sources.size() < SOURCES) {
      RandomValues.Kind kind = values.kind(3);
      Object made = kind.maker().make();
      if (made != null) {
        sources.add(new Source(kind.type(), made));
      }
    }
    for (int i = 0; i < STEPS; i++) {
      shapes.add(random.nextInt(6));
    }
    flow = Flow.define(name, this::define);
  }

  Flow<List<Outcome<?>>> flow() {
    return flow;
  }

  /** Returns the calls that were given another value than was returned. */
  Collection<String> wrong() {
    return wrong;
  }

  /** Returns the number of times that the code of a task run has been called to its end. */
  int calls(String taskRun) {
    return calls.getOrDefault(taskRun, 0);
  }

  @SuppressWarnings("unchecked")
  private Node<List<Outcome<?>>> define(FlowBuilder f) {
    List<Node<Outcome<Object>>> ends = new ArrayList<>();
    List<Node<Object>> nodes = new ArrayList<>();
    for (int i = 0; i < SOURCES; i++) {
      Source source = sources.get(i);
      String task = "source" + i;
      nodes.add(Task.of(task, as(source.type()), () -> returned(task, source.value())).call());
    }
    for (int i = 0; i < STEPS; i++) {
      int from = i % SOURCES;
      nodes.set(from, step("step" + i, shapes.get(i), sources.get(from), nodes.get(from)));
    }
    nodes.forEach(node -> ends.add(node.outcome()));
    return (Node<List<Outcome<?>>>) (Node<?>) Praetor.list(ends.toArray(Node[]::new));
  }

  private Node<Object> step(String task, int shape, Source source, Node<Object> from) {
    Task1<Object, Object> pass =
        Task.of(task, as(source.type()), (Object given) -> passed(task, source, given));
    return switch (shape) {
      case 0 -> pass.cached(Cache.byInputs()).call(from);
      case 1 -> failsOnce(task, source).retry(Retry.times(1)).call(from);
      case 2 -> fails(task, source).call(from);
      case 3 -> always(task, source).trigger(Trigger.ALL_FINISHED).call(from.outcome());
      case 4 -> mapped(task, source, from);
      default -> pass.call(from);
    };
  }

  private Task1<Object, Object> failsOnce(String task, Source source) {
    return Task.of(
        task,
        as(source.type()),
        (Object given) -> {
          if (calls.merge(task + " tries", 1, Integer::sum) == 1) {
            throw new IllegalStateException("at first");
          }
          return passed(task, source, given);
        });
  }

  private static Task1<Object, Object> fails(String task, Source source) {
    return Task.of(
        task,
        as(source.type()),
        (Object given) -> {
          throw new IllegalStateException("always");
        });
  }

  private Task1<Outcome<Object>, Object> always(String task, Source source) {
    return Task.of(
        task,
        as(source.type()),
        (Outcome<Object> end) -> {
          if (end instanceof Outcome.Success<Object>(Object given)) {
            check(task, source, given);
          }
          return returned(task, source.value());
        });
  }

  private Node<Object> mapped(String task, Source source, Node<Object> from) {
    Task1<Object, List<Object>> many =
        Task.of(task + "_list", listOf(source.type()), (Object given) -> all(task, source, given));
    Mapped<Object> children =
        Task.of(
                task,
                as(source.type()),
                (Object element) -> {
                  check(task, source, element);
                  change(element);
                  return source.value();
                })
            .map(Praetor.each(many.call(from)));
    return Task.of(
            task + "_last",
            as(source.type()),
            (List<Object> collected) -> {
              collected.forEach(each -> check(task, source, each));
              return returned(task + "_last", source.value());
            })
        .call(children.collect());
  }

  private List<Object> all(String task, Source source, Object given) {
    check(task, source, given);
    List<Object> copies = new ArrayList<>();
    for (int i = 0; i < MAPPED; i++) {
      copies.add(source.value());
    }
    return returned(task + "_list", copies);
  }

  private Object passed(String task, Source source, Object given) {
    check(task, source, given);
    change(given);
    return returned(task, source.value());
  }

  private void check(String task, Source source, @Nullable Object given) {
    if (!Sameness.same(given, source.value())) {
      wrong.add(task + " of " + name + ": " + given + " in place of " + source.value());
    }
  }

  /** Changes a value as code may that owns it. */
  private static void change(Object given) {
    try {
      switch (given) {
        case Collection<?> all -> all.clear();
        case Map<?, ?> map -> map.clear();
        case int[] numbers when numbers.length > 0 -> numbers[0]++;
        default -> {}
      }
    } catch (UnsupportedOperationException cannotChange) {
      return;
    }
  }

  private <T> T returned(String task, T value) {
    calls.merge(task, 1, Integer::sum);
    return value;
  }

  @SuppressWarnings("unchecked")
  private static TypeRef<Object> as(Type type) {
    return (TypeRef<Object>) (TypeRef<?>) refTo(type);
  }

  private static TypeRef<List<Object>> listOf(Type element) {
    return refTo(RandomValues.listOf(element));
  }

  private static <T> TypeRef<T> refTo(Type type) {
    try {
      TypeRef<T> ref = new TypeRef<>() {};
      Field field = TypeRef.class.getDeclaredField("type");
      field.setAccessible(true);
      field.set(ref, type);
      return ref;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
