package dev.praetor.store;

import dev.praetor.Cache;
import dev.praetor.Flow;
import dev.praetor.FlowBuilder;
import dev.praetor.Mapped;
import dev.praetor.Node;
import dev.praetor.Outcome;
import dev.praetor.Praetor;
import dev.praetor.Retry;
import dev.praetor.Step;
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
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A flow of random tasks over values of random types: sources, tasks that pass a value on after
 * they have changed what they were given, maps, loops, resources, choices, and tasks that fail. It
 * notes each call that is given another value than was returned.
 */
final class RandomFlow {
  private static final int SOURCES = 3;
  private static final int STEPS = 5;
  private static final int MAPPED = 4;
  private static final int SHAPES = 11;
  private static final int ITERATIONS = 3;
  private final SplittableRandom random;
  private final String name;
  private final List<Source> sources = new ArrayList<>();
  private final List<Integer> shapes = new ArrayList<>();
  private final Map<String, Integer> calls = new ConcurrentHashMap<>();
  private final Map<String, Integer> iterations = new ConcurrentHashMap<>();
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
      shapes.add(random.nextInt(SHAPES));
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
      nodes.set(from, step(f, "step" + i, shapes.get(i), sources.get(from), nodes.get(from)));
    }
    nodes.forEach(node -> ends.add(node.outcome()));
    return (Node<List<Outcome<?>>>) (Node<?>) Praetor.list(ends.toArray(Node[]::new));
  }

  private Node<Object> step(
      FlowBuilder f, String task, int shape, Source source, Node<Object> from) {
    Task1<Object, Object> pass = passes(task, source);
    return switch (shape) {
      case 0 -> pass.cached(Cache.byInputs()).call(from);
      case 1 -> failsOnce(task, source).retry(Retry.times(1)).call(from);
      case 2 -> fails(task, source).call(from);
      case 3 -> always(task, source).trigger(Trigger.ALL_FINISHED).call(from.outcome());
      case 4 -> mapped(task, source, from);
      case 5 -> loop(task, source, from);
      case 6 -> forEach(f, task, source, from);
      case 7 -> nested(f, task, source, from);
      case 8 -> resource(f, task, source, from);
      case 9 -> merge(f, task, source, from);
      default -> pass.call(from);
    };
  }

  /** The state of a loop: each iteration is given the value, and changes it. */
  public record Iteration(int number, @Nullable Object value) {}

  /** Returns a loop of which the second iteration fails at first. */
  private Node<Object> loop(String task, Source source, Node<Object> from) {
    Task1<Object, Iteration> begin =
        Task.of(task + "_begin", Iteration.class, (Object given) -> begun(task, source, given));
    Task1<Iteration, Iteration> loop =
        Task.<Iteration, Iteration>loop(
                task, Iteration.class, (Iteration state) -> iterate(task, source, state))
            .retry(Retry.times(1));
    Task1<Iteration, Object> last =
        Task.of(
            task + "_last",
            as(source.type()),
            (Iteration end) -> passed(task + "_last", source, Objects.requireNonNull(end.value())));
    return last.call(loop.call(begin.call(from)));
  }

  private Iteration begun(String task, Source source, Object given) {
    check(task, source, given);
    return returned(task + "_begin", new Iteration(1, source.value()));
  }

  private Step<Iteration, Iteration> iterate(String task, Source source, Iteration state) {
    int number = state.number();
    check(task, source, state.value());
    change(Objects.requireNonNull(state.value()));
    int last = iterations.merge(task, number, Math::max);
    if (number < last) {
      wrong.add(task + " of " + name + ": iteration " + number + " began after " + last);
    }
    if (number == 2 && calls.merge(task + " tries", 1, Integer::sum) == 1) {
      throw new IllegalStateException("at first");
    }
    Iteration next = new Iteration(number + 1, source.value());
    return number < ITERATIONS ? Step.next(next) : Step.done(returned(task, next));
  }

  /** Forgets which iterations have begun, before another run. */
  void beginAnew() {
    iterations.clear();
  }

  private Node<Object> forEach(FlowBuilder f, String task, Source source, Node<Object> from) {
    Mapped<Object> ends =
        f.forEach(
            Praetor.each(many(task, source).call(from)),
            element ->
                passes(task + "_inner", source)
                    .call(failsOnce(task, source).retry(Retry.times(1)).call(element)));
    return last(task, source).call(ends.collect());
  }

  private Node<Object> nested(FlowBuilder f, String task, Source source, Node<Object> from) {
    Mapped<Object> ends =
        f.forEach(
            Praetor.each(many(task, source).call(from)),
            element -> {
              Node<List<Object>> inner = many(task + "_inner", source).call(element);
              return last(task + "_inner", source)
                  .call(passes(task, source).map(Praetor.each(inner)).collect());
            });
    return last(task, source).call(ends.collect());
  }

  private Node<Object> resource(FlowBuilder f, String task, Source source, Node<Object> from) {
    return f.using(
        task,
        (Object given) -> passed(task + "_setup", source, given),
        from,
        handle -> {
          check(task + "_cleanup", source, handle);
          returned(task + "_cleanup", source);
        },
        handle -> passes(task, source).call(handle));
  }

  /** Returns a choice between tasks of different types, of which one passes the value on. */
  private Node<Object> merge(FlowBuilder f, String task, Source source, Node<Object> from) {
    boolean then = task.hashCode() % 2 == 0;
    Node<Boolean> condition =
        Task.of(
                task + "_if",
                Boolean.class,
                (Object given) -> {
                  check(task, source, given);
                  return returned(task + "_if", then);
                })
            .call(from);
    Supplier<Node<Object>> taken = () -> passes(task, source).call(from);
    Supplier<Node<Object>> other =
        () ->
            Task.of(task + "_not", new TypeRef<Object>() {}, (Object given) -> "not taken")
                .call(from);
    Node<Object> merged =
        then
            ? f.when(condition, taken).otherwise(other)
            : f.when(condition, other).otherwise(taken);
    return passes(task + "_after", source).call(merged);
  }

  private Task1<Object, Object> passes(String task, Source source) {
    return Task.of(task, as(source.type()), (Object given) -> passed(task, source, given));
  }

  private Task1<Object, List<Object>> many(String task, Source source) {
    return Task.of(
        task + "_list", listOf(source.type()), (Object given) -> all(task, source, given));
  }

  private Task1<List<Object>, Object> last(String task, Source source) {
    return Task.of(
        task + "_last",
        as(source.type()),
        (List<Object> collected) -> {
          collected.forEach(each -> check(task, source, each));
          return returned(task + "_last", source.value());
        });
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
    Mapped<Object> children =
        Task.of(
                task,
                as(source.type()),
                (Object element) -> {
                  check(task, source, element);
                  change(element);
                  return source.value();
                })
            .map(Praetor.each(many(task, source).call(from)));
    return last(task, source).call(children.collect());
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
