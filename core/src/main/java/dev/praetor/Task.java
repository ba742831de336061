package dev.praetor;

import dev.praetor.engine.task.MethodReader;
import dev.praetor.engine.task.Policy;
import dev.praetor.engine.task.Signature;
import dev.praetor.engine.task.TaskBody;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.engine.task.TaskIdentity;
import dev.praetor.engine.task.TypeArguments;
import dev.praetor.function.F0;
import dev.praetor.function.F1;
import dev.praetor.function.F2;
import dev.praetor.function.F3;
import dev.praetor.function.F4;
import dev.praetor.function.F5;
import dev.praetor.function.F6;
import dev.praetor.function.F7;
import dev.praetor.function.F8;
import dev.praetor.function.V0;
import dev.praetor.function.V1;
import dev.praetor.function.V2;
import dev.praetor.function.V3;
import dev.praetor.function.V4;
import dev.praetor.function.V5;
import dev.praetor.function.V6;
import dev.praetor.function.V7;
import dev.praetor.function.V8;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A small unit of work: an ordinary method, with what should happen around it. Immutable and safe
 * to share; the same task may be used many times in many flows.
 *
 * <p>From a method reference the task takes name and types: {@code Task.of(marvin::sendReminder)}
 * is called {@code send_reminder}. A lambda has neither, so it is given both: {@code
 * Task.of("double", Integer.class, (Integer x) -> 2 * x)}.
 *
 * @param <R> what it returns; {@code Void} for nothing
 * @param <S> the task's own type
 */
public abstract sealed class Task<R extends @Nullable Object, S extends Task<R, S>>
    permits Task0, Task1, Task2, Task3, Task4, Task5, Task6, Task7, Task8 {
  private final TaskDefinition definition;

  Task(TaskDefinition definition) {
    this.definition = definition;
  }

  abstract S with(TaskDefinition definition);

  TaskDefinition definition() {
    return definition;
  }

  FlowBuilder place() {
    return FlowBuilder.current("task '" + definition.name() + "'");
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // The types were checked when the task was called.
  static <T extends @Nullable Object> T argument(@Nullable Object[] arguments, int index) {
    return (T) arguments[index];
  }

  /** The name it has in flows and in the history of runs. */
  public String name() {
    return definition.name();
  }

  /** Another name than the method's: 1 to 200 characters without blanks, {@code /} and brackets. */
  public S named(String name) {
    TaskIdentity id = definition.identity();
    return with(
        definition.withIdentity(new TaskIdentity(name, id.version(), id.description(), id.tags())));
  }

  /**
   * Part of the key under which results are cached: change it when the code changes its meaning.
   */
  public S version(String version) {
    TaskIdentity id = definition.identity();
    return with(
        definition.withIdentity(new TaskIdentity(id.name(), version, id.description(), id.tags())));
  }

  /** What it does, for people. */
  public S describedAs(String text) {
    TaskIdentity id = definition.identity();
    return with(
        definition.withIdentity(new TaskIdentity(id.name(), id.version(), text, id.tags())));
  }

  /** Words by which task runs are found and limited. */
  public S tags(String... tags) {
    TaskIdentity id = definition.identity();
    Set<String> all = new TreeSet<>(id.tags());
    all.addAll(Set.of(tags));
    return with(
        definition.withIdentity(new TaskIdentity(id.name(), id.version(), id.description(), all)));
  }

  /** When it runs, by the states upstream; {@link Trigger#ALL_SUCCESSFUL} unless said otherwise. */
  public S trigger(Trigger trigger) {
    return policy(definition.policy().withTrigger(trigger));
  }

  /** Whether it is skipped when one of those right before it was; true unless said otherwise. */
  public S skipOnUpstreamSkip(boolean skip) {
    return policy(definition.policy().withSkipOnUpstreamSkip(skip));
  }

  /** Whether and when a failed attempt is tried again. */
  public S retry(Retry retry) {
    return policy(definition.policy().withRetry(retry));
  }

  /**
   * How long an attempt may take. After it the thread is interrupted and the attempt is TimedOut,
   * which is retried like a failure; code that goes on nevertheless is left behind.
   */
  public S timeout(Duration longest) {
    return policy(definition.policy().withTimeout(longest));
  }

  /** Whether an earlier result may serve. */
  public S cached(Cache cache) {
    return policy(definition.policy().withCache(cache));
  }

  /**
   * Its code is never begun a second time for one attempt, not even after a crash: that it starts
   * is on disk before it does. An attempt that was running when the process died stands as Crashed.
   */
  public S atMostOnce() {
    return policy(definition.policy().withAtMostOnce());
  }

  /** Turns its final failure into a Success with this value. */
  public S recover(F1<Failure, ? extends R> recovery) {
    return policy(definition.policy().withRecover(recovery));
  }

  /** The secrets its code may read; any other is refused. */
  public S secrets(String... names) {
    Set<String> all = new TreeSet<>(definition.secrets());
    all.addAll(Set.of(names));
    return with(definition.withSecrets(all));
  }

  /** At most so many of its mapped children run at once, 1 or more. */
  public S concurrency(int children) {
    return with(definition.withConcurrency(children));
  }

  /** A map wider than this is Failed before it begins; the flow's limit unless said otherwise. */
  public S widthLimit(int children) {
    return with(definition.withWidthLimit(children));
  }

  /** Called after every change of state of each of its runs, outside the run's own way. */
  public S onStateChange(V1<TaskRun> hook) {
    return with(definition.onStateChange(hook));
  }

  /** Called after each attempt that failed, whether or not it is tried again. */
  public S onAttemptFailed(V1<TaskRun> hook) {
    return with(definition.onAttemptFailed(hook));
  }

  /** Called when a run of it has finally failed. */
  public S onFailure(V1<TaskRun> hook) {
    return with(definition.onFailure(hook));
  }

  private S policy(Policy policy) {
    return with(definition.withPolicy(policy));
  }

  private static TaskDefinition read(Serializable function, TaskBody body) {
    MethodReader.Read read = MethodReader.read(function);
    return TaskDefinition.of(read.name(), body, read.signature());
  }

  private static TaskDefinition named(String name, Type type, int arguments, TaskBody body) {
    TypeArguments.problem(type)
        .ifPresent(problem -> {
          throw new InvalidTask(name, "the result type of task '" + name + "': " + problem);
        });
    return TaskDefinition.of(name, body, Signature.ofLambda(arguments, type));
  }

  /**
   * A task that repeats: each iteration gets the state the one before gave, until one is done.
   * Every iteration is recorded, and has retries and a timeout of its own.
   */
  public static <S extends @Nullable Object, R extends @Nullable Object> Task1<S, R> loop(
      F1<S, Step<S, R>> iteration) {
    MethodReader.Read read = MethodReader.read(iteration);
    return new Task1<>(
        TaskDefinition.of(read.name(), a -> iteration.apply(argument(a, 0)), read.signature())
            .looping());
  }

  /** A loop from a lambda; {@code type} is that of the value it ends with. */
  public static <S extends @Nullable Object, R extends @Nullable Object> Task1<S, R> loop(
      String name, Class<? super R> type, F1<S, Step<S, R>> iteration) {
    return new Task1<>(named(name, type, 1, a -> iteration.apply(argument(a, 0))).looping());
  }

  /** A task from a method of no argument. */
  public static <R extends @Nullable Object> Task0<R> of(F0<R> method) {
    return new Task0<>(read(method, a -> method.apply()));
  }

  /** A task from a method of no argument that returns nothing. */
  public static Task0<@Nullable Void> of(V0 method) {
    return new Task0<>(
        read(
            method,
            a -> {
              method.apply();
              return null;
            }));
  }

  /** A task from a lambda of no argument. */
  public static <R extends @Nullable Object> Task0<R> of(
      String name, Class<? super R> type, F0<R> code) {
    return new Task0<>(named(name, type, 0, a -> code.apply()));
  }

  /** A task from a lambda of no argument, whose result type has arguments. */
  public static <R extends @Nullable Object> Task0<R> of(String name, TypeRef<R> type, F0<R> code) {
    return new Task0<>(named(name, type.type(), 0, a -> code.apply()));
  }

  /** A task from a lambda of no argument that returns nothing. */
  public static Task0<@Nullable Void> of(String name, V0 code) {
    return new Task0<>(
        named(
            name,
            Void.class,
            0,
            a -> {
              code.apply();
              return null;
            }));
  }

  /** A task from a method of one argument. */
  public static <A extends @Nullable Object, R extends @Nullable Object> Task1<A, R> of(
      F1<A, R> method) {
    return new Task1<>(read(method, a -> method.apply(argument(a, 0))));
  }

  /** A task from a method of one argument that returns nothing. */
  public static <A extends @Nullable Object> Task1<A, @Nullable Void> of(V1<A> method) {
    return new Task1<>(
        read(
            method,
            a -> {
              method.apply(argument(a, 0));
              return null;
            }));
  }

  /** A task from a lambda of one argument. */
  public static <A extends @Nullable Object, R extends @Nullable Object> Task1<A, R> of(
      String name, Class<? super R> type, F1<A, R> code) {
    return new Task1<>(named(name, type, 1, a -> code.apply(argument(a, 0))));
  }

  /** A task from a lambda of one argument, whose result type has arguments. */
  public static <A extends @Nullable Object, R extends @Nullable Object> Task1<A, R> of(
      String name, TypeRef<R> type, F1<A, R> code) {
    return new Task1<>(named(name, type.type(), 1, a -> code.apply(argument(a, 0))));
  }

  /** A task from a lambda of one argument that returns nothing. */
  public static <A extends @Nullable Object> Task1<A, @Nullable Void> of(String name, V1<A> code) {
    return new Task1<>(
        named(
            name,
            Void.class,
            1,
            a -> {
              code.apply(argument(a, 0));
              return null;
            }));
  }

  /** A task from a method of two arguments. */
  public static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      Task2<A, B, R> of(F2<A, B, R> method) {
    return new Task2<>(read(method, a -> method.apply(argument(a, 0), argument(a, 1))));
  }

  /** A task from a method of two arguments that returns nothing. */
  public static <A extends @Nullable Object, B extends @Nullable Object>
      Task2<A, B, @Nullable Void> of(V2<A, B> method) {
    return new Task2<>(
        read(
            method,
            a -> {
              method.apply(argument(a, 0), argument(a, 1));
              return null;
            }));
  }

  /** A task from a lambda of two arguments. */
  public static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      Task2<A, B, R> of(String name, Class<? super R> type, F2<A, B, R> code) {
    return new Task2<>(named(name, type, 2, a -> code.apply(argument(a, 0), argument(a, 1))));
  }

  /** A task from a lambda of two arguments, whose result type has arguments. */
  public static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      Task2<A, B, R> of(String name, TypeRef<R> type, F2<A, B, R> code) {
    return new Task2<>(
        named(name, type.type(), 2, a -> code.apply(argument(a, 0), argument(a, 1))));
  }

  /** A task from a lambda of two arguments that returns nothing. */
  public static <A extends @Nullable Object, B extends @Nullable Object>
      Task2<A, B, @Nullable Void> of(String name, V2<A, B> code) {
    return new Task2<>(
        named(
            name,
            Void.class,
            2,
            a -> {
              code.apply(argument(a, 0), argument(a, 1));
              return null;
            }));
  }

  /** A task from a method of three arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          R extends @Nullable Object>
      Task3<A, B, C, R> of(F3<A, B, C, R> method) {
    return new Task3<>(
        read(method, a -> method.apply(argument(a, 0), argument(a, 1), argument(a, 2))));
  }

  /** A task from a method of three arguments that returns nothing. */
  public static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
      Task3<A, B, C, @Nullable Void> of(V3<A, B, C> method) {
    return new Task3<>(
        read(
            method,
            a -> {
              method.apply(argument(a, 0), argument(a, 1), argument(a, 2));
              return null;
            }));
  }

  /** A task from a lambda of three arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          R extends @Nullable Object>
      Task3<A, B, C, R> of(String name, Class<? super R> type, F3<A, B, C, R> code) {
    return new Task3<>(
        named(name, type, 3, a -> code.apply(argument(a, 0), argument(a, 1), argument(a, 2))));
  }

  /** A task from a lambda of three arguments, whose result type has arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          R extends @Nullable Object>
      Task3<A, B, C, R> of(String name, TypeRef<R> type, F3<A, B, C, R> code) {
    return new Task3<>(
        named(
            name, type.type(), 3, a -> code.apply(argument(a, 0), argument(a, 1), argument(a, 2))));
  }

  /** A task from a lambda of three arguments that returns nothing. */
  public static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
      Task3<A, B, C, @Nullable Void> of(String name, V3<A, B, C> code) {
    return new Task3<>(
        named(
            name,
            Void.class,
            3,
            a -> {
              code.apply(argument(a, 0), argument(a, 1), argument(a, 2));
              return null;
            }));
  }

  /** A task from a method of four arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          R extends @Nullable Object>
      Task4<A, B, C, D, R> of(F4<A, B, C, D, R> method) {
    return new Task4<>(
        read(
            method,
            a -> method.apply(argument(a, 0), argument(a, 1), argument(a, 2), argument(a, 3))));
  }

  /** A task from a method of four arguments that returns nothing. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object>
      Task4<A, B, C, D, @Nullable Void> of(V4<A, B, C, D> method) {
    return new Task4<>(
        read(
            method,
            a -> {
              method.apply(argument(a, 0), argument(a, 1), argument(a, 2), argument(a, 3));
              return null;
            }));
  }

  /** A task from a lambda of four arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          R extends @Nullable Object>
      Task4<A, B, C, D, R> of(String name, Class<? super R> type, F4<A, B, C, D, R> code) {
    return new Task4<>(
        named(
            name,
            type,
            4,
            a -> code.apply(argument(a, 0), argument(a, 1), argument(a, 2), argument(a, 3))));
  }

  /** A task from a lambda of four arguments, whose result type has arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          R extends @Nullable Object>
      Task4<A, B, C, D, R> of(String name, TypeRef<R> type, F4<A, B, C, D, R> code) {
    return new Task4<>(
        named(
            name,
            type.type(),
            4,
            a -> code.apply(argument(a, 0), argument(a, 1), argument(a, 2), argument(a, 3))));
  }

  /** A task from a lambda of four arguments that returns nothing. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object>
      Task4<A, B, C, D, @Nullable Void> of(String name, V4<A, B, C, D> code) {
    return new Task4<>(
        named(
            name,
            Void.class,
            4,
            a -> {
              code.apply(argument(a, 0), argument(a, 1), argument(a, 2), argument(a, 3));
              return null;
            }));
  }

  /** A task from a method of five arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          R extends @Nullable Object>
      Task5<A, B, C, D, E, R> of(F5<A, B, C, D, E, R> method) {
    return new Task5<>(
        read(
            method,
            a ->
                method.apply(
                    argument(a, 0),
                    argument(a, 1),
                    argument(a, 2),
                    argument(a, 3),
                    argument(a, 4))));
  }

  /** A task from a method of five arguments that returns nothing. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object>
      Task5<A, B, C, D, E, @Nullable Void> of(V5<A, B, C, D, E> method) {
    return new Task5<>(
        read(
            method,
            a -> {
              method.apply(
                  argument(a, 0), argument(a, 1), argument(a, 2), argument(a, 3), argument(a, 4));
              return null;
            }));
  }

  /** A task from a lambda of five arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          R extends @Nullable Object>
      Task5<A, B, C, D, E, R> of(String name, Class<? super R> type, F5<A, B, C, D, E, R> code) {
    return new Task5<>(
        named(
            name,
            type,
            5,
            a ->
                code.apply(
                    argument(a, 0),
                    argument(a, 1),
                    argument(a, 2),
                    argument(a, 3),
                    argument(a, 4))));
  }

  /** A task from a lambda of five arguments, whose result type has arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          R extends @Nullable Object>
      Task5<A, B, C, D, E, R> of(String name, TypeRef<R> type, F5<A, B, C, D, E, R> code) {
    return new Task5<>(
        named(
            name,
            type.type(),
            5,
            a ->
                code.apply(
                    argument(a, 0),
                    argument(a, 1),
                    argument(a, 2),
                    argument(a, 3),
                    argument(a, 4))));
  }

  /** A task from a lambda of five arguments that returns nothing. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object>
      Task5<A, B, C, D, E, @Nullable Void> of(String name, V5<A, B, C, D, E> code) {
    return new Task5<>(
        named(
            name,
            Void.class,
            5,
            a -> {
              code.apply(
                  argument(a, 0), argument(a, 1), argument(a, 2), argument(a, 3), argument(a, 4));
              return null;
            }));
  }

  /** A task from a method of six arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object,
          R extends @Nullable Object>
      Task6<A, B, C, D, E, F, R> of(F6<A, B, C, D, E, F, R> method) {
    return new Task6<>(
        read(
            method,
            a ->
                method.apply(
                    argument(a, 0),
                    argument(a, 1),
                    argument(a, 2),
                    argument(a, 3),
                    argument(a, 4),
                    argument(a, 5))));
  }

  /** A task from a method of six arguments that returns nothing. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object>
      Task6<A, B, C, D, E, F, @Nullable Void> of(V6<A, B, C, D, E, F> method) {
    return new Task6<>(
        read(
            method,
            a -> {
              method.apply(
                  argument(a, 0),
                  argument(a, 1),
                  argument(a, 2),
                  argument(a, 3),
                  argument(a, 4),
                  argument(a, 5));
              return null;
            }));
  }

  /** A task from a lambda of six arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object,
          R extends @Nullable Object>
      Task6<A, B, C, D, E, F, R> of(
          String name, Class<? super R> type, F6<A, B, C, D, E, F, R> code) {
    return new Task6<>(
        named(
            name,
            type,
            6,
            a ->
                code.apply(
                    argument(a, 0),
                    argument(a, 1),
                    argument(a, 2),
                    argument(a, 3),
                    argument(a, 4),
                    argument(a, 5))));
  }

  /** A task from a lambda of six arguments, whose result type has arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object,
          R extends @Nullable Object>
      Task6<A, B, C, D, E, F, R> of(String name, TypeRef<R> type, F6<A, B, C, D, E, F, R> code) {
    return new Task6<>(
        named(
            name,
            type.type(),
            6,
            a ->
                code.apply(
                    argument(a, 0),
                    argument(a, 1),
                    argument(a, 2),
                    argument(a, 3),
                    argument(a, 4),
                    argument(a, 5))));
  }

  /** A task from a lambda of six arguments that returns nothing. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object>
      Task6<A, B, C, D, E, F, @Nullable Void> of(String name, V6<A, B, C, D, E, F> code) {
    return new Task6<>(
        named(
            name,
            Void.class,
            6,
            a -> {
              code.apply(
                  argument(a, 0),
                  argument(a, 1),
                  argument(a, 2),
                  argument(a, 3),
                  argument(a, 4),
                  argument(a, 5));
              return null;
            }));
  }

  /** A task from a method of seven arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object,
          G extends @Nullable Object,
          R extends @Nullable Object>
      Task7<A, B, C, D, E, F, G, R> of(F7<A, B, C, D, E, F, G, R> method) {
    return new Task7<>(
        read(
            method,
            a ->
                method.apply(
                    argument(a, 0),
                    argument(a, 1),
                    argument(a, 2),
                    argument(a, 3),
                    argument(a, 4),
                    argument(a, 5),
                    argument(a, 6))));
  }

  /** A task from a method of seven arguments that returns nothing. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object,
          G extends @Nullable Object>
      Task7<A, B, C, D, E, F, G, @Nullable Void> of(V7<A, B, C, D, E, F, G> method) {
    return new Task7<>(
        read(
            method,
            a -> {
              method.apply(
                  argument(a, 0),
                  argument(a, 1),
                  argument(a, 2),
                  argument(a, 3),
                  argument(a, 4),
                  argument(a, 5),
                  argument(a, 6));
              return null;
            }));
  }

  /** A task from a lambda of seven arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object,
          G extends @Nullable Object,
          R extends @Nullable Object>
      Task7<A, B, C, D, E, F, G, R> of(
          String name, Class<? super R> type, F7<A, B, C, D, E, F, G, R> code) {
    return new Task7<>(
        named(
            name,
            type,
            7,
            a ->
                code.apply(
                    argument(a, 0),
                    argument(a, 1),
                    argument(a, 2),
                    argument(a, 3),
                    argument(a, 4),
                    argument(a, 5),
                    argument(a, 6))));
  }

  /** A task from a lambda of seven arguments, whose result type has arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object,
          G extends @Nullable Object,
          R extends @Nullable Object>
      Task7<A, B, C, D, E, F, G, R> of(
          String name, TypeRef<R> type, F7<A, B, C, D, E, F, G, R> code) {
    return new Task7<>(
        named(
            name,
            type.type(),
            7,
            a ->
                code.apply(
                    argument(a, 0),
                    argument(a, 1),
                    argument(a, 2),
                    argument(a, 3),
                    argument(a, 4),
                    argument(a, 5),
                    argument(a, 6))));
  }

  /** A task from a lambda of seven arguments that returns nothing. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object,
          G extends @Nullable Object>
      Task7<A, B, C, D, E, F, G, @Nullable Void> of(String name, V7<A, B, C, D, E, F, G> code) {
    return new Task7<>(
        named(
            name,
            Void.class,
            7,
            a -> {
              code.apply(
                  argument(a, 0),
                  argument(a, 1),
                  argument(a, 2),
                  argument(a, 3),
                  argument(a, 4),
                  argument(a, 5),
                  argument(a, 6));
              return null;
            }));
  }

  /** A task from a method of eight arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object,
          G extends @Nullable Object,
          H extends @Nullable Object,
          R extends @Nullable Object>
      Task8<A, B, C, D, E, F, G, H, R> of(F8<A, B, C, D, E, F, G, H, R> method) {
    return new Task8<>(
        read(
            method,
            a ->
                method.apply(
                    argument(a, 0),
                    argument(a, 1),
                    argument(a, 2),
                    argument(a, 3),
                    argument(a, 4),
                    argument(a, 5),
                    argument(a, 6),
                    argument(a, 7))));
  }

  /** A task from a method of eight arguments that returns nothing. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object,
          G extends @Nullable Object,
          H extends @Nullable Object>
      Task8<A, B, C, D, E, F, G, H, @Nullable Void> of(V8<A, B, C, D, E, F, G, H> method) {
    return new Task8<>(
        read(
            method,
            a -> {
              method.apply(
                  argument(a, 0),
                  argument(a, 1),
                  argument(a, 2),
                  argument(a, 3),
                  argument(a, 4),
                  argument(a, 5),
                  argument(a, 6),
                  argument(a, 7));
              return null;
            }));
  }

  /** A task from a lambda of eight arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object,
          G extends @Nullable Object,
          H extends @Nullable Object,
          R extends @Nullable Object>
      Task8<A, B, C, D, E, F, G, H, R> of(
          String name, Class<? super R> type, F8<A, B, C, D, E, F, G, H, R> code) {
    return new Task8<>(
        named(
            name,
            type,
            8,
            a ->
                code.apply(
                    argument(a, 0),
                    argument(a, 1),
                    argument(a, 2),
                    argument(a, 3),
                    argument(a, 4),
                    argument(a, 5),
                    argument(a, 6),
                    argument(a, 7))));
  }

  /** A task from a lambda of eight arguments, whose result type has arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object,
          G extends @Nullable Object,
          H extends @Nullable Object,
          R extends @Nullable Object>
      Task8<A, B, C, D, E, F, G, H, R> of(
          String name, TypeRef<R> type, F8<A, B, C, D, E, F, G, H, R> code) {
    return new Task8<>(
        named(
            name,
            type.type(),
            8,
            a ->
                code.apply(
                    argument(a, 0),
                    argument(a, 1),
                    argument(a, 2),
                    argument(a, 3),
                    argument(a, 4),
                    argument(a, 5),
                    argument(a, 6),
                    argument(a, 7))));
  }

  /** A task from a lambda of eight arguments that returns nothing. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object,
          G extends @Nullable Object,
          H extends @Nullable Object>
      Task8<A, B, C, D, E, F, G, H, @Nullable Void> of(
          String name, V8<A, B, C, D, E, F, G, H> code) {
    return new Task8<>(
        named(
            name,
            Void.class,
            8,
            a -> {
              code.apply(
                  argument(a, 0),
                  argument(a, 1),
                  argument(a, 2),
                  argument(a, 3),
                  argument(a, 4),
                  argument(a, 5),
                  argument(a, 6),
                  argument(a, 7));
              return null;
            }));
  }
}
