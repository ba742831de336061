package dev.praetor;

import dev.praetor.engine.task.FunctionBodies;
import dev.praetor.engine.task.MethodReader;
import dev.praetor.engine.task.Signature;
import dev.praetor.engine.task.TaskBody;
import dev.praetor.engine.task.TaskDefinition;
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
import org.jspecify.annotations.Nullable;

/**
 * A unit of work: an ordinary method with options such as retries and a timeout. Immutable and
 * thread-safe; the same task may be used many times in many flows.
 *
 * <p>A task created from a method reference takes its name and types from the method: {@code
 * Task.of(marvin::sendReminder)} has the name {@code send_reminder}. A lambda has neither, so both
 * are given: {@code Task.of("double", Integer.class, (Integer x) -> 2 * x)}.
 *
 * @param <R> the type of the result; {@code Void} for none
 * @param <S> the task's own type
 */
public abstract sealed class Task<R extends @Nullable Object, S extends Task<R, S>>
    extends TaskOptions<R, S>
    permits Task0, Task1, Task2, Task3, Task4, Task5, Task6, Task7, Task8 {
  Task(TaskDefinition definition) {
    super(definition);
  }

  @Override
  public String toString() {
    return "task '" + definition().name() + "'";
  }

  private static TaskDefinition read(Serializable function, TaskBody body) {
    MethodReader.Read read = MethodReader.read(function);
    return TaskDefinition.of(read.name(), body, read.signature());
  }

  private static TaskDefinition named(
      String name, Type type, int arguments, Serializable function, TaskBody body) {
    Signature signature = Signature.ofLambda(arguments, type).capturing(function);
    return TaskDefinition.of(name, body, signature);
  }

  /**
   * Creates a task that repeats: each iteration is given the state that the previous iteration
   * returned, until an iteration returns {@link Step#done}. Every iteration is recorded and has its
   * own retries and its own timeout.
   */
  public static <S extends @Nullable Object, R extends @Nullable Object> Task1<S, R> loop(
      F1<S, Step<S, R>> iteration) {
    MethodReader.Read read = MethodReader.read(iteration);
    return new Task1<>(
        TaskDefinition.of(read.name(), FunctionBodies.of(iteration), read.signature()).looping());
  }

  /**
   * Creates a loop from a lambda.
   *
   * @param name the name of the task
   * @param type the class of the value with which the loop ends
   * @param iteration the code of one iteration
   */
  public static <S extends @Nullable Object, R extends @Nullable Object> Task1<S, R> loop(
      String name, Class<? super R> type, F1<S, Step<S, R>> iteration) {
    return new Task1<>(named(name, type, 1, iteration, FunctionBodies.of(iteration)).looping());
  }

  /** Creates a task from a method of no arguments. */
  public static <R extends @Nullable Object> Task0<R> of(F0<R> method) {
    return new Task0<>(read(method, FunctionBodies.of(method)));
  }

  /** Creates a task from a method of no arguments that returns nothing. */
  public static Task0<@Nullable Void> of(V0 method) {
    return new Task0<>(read(method, FunctionBodies.of(method)));
  }

  /** Creates a task from a lambda of no arguments. */
  public static <R extends @Nullable Object> Task0<R> of(
      String name, Class<? super R> type, F0<R> code) {
    return new Task0<>(named(name, type, 0, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a lambda of no arguments, whose result type has type arguments. */
  public static <R extends @Nullable Object> Task0<R> of(String name, TypeRef<R> type, F0<R> code) {
    return new Task0<>(named(name, type.type(), 0, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a lambda of no arguments that returns nothing. */
  public static Task0<@Nullable Void> of(String name, V0 code) {
    return new Task0<>(named(name, Void.class, 0, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a method of one argument. */
  public static <A extends @Nullable Object, R extends @Nullable Object> Task1<A, R> of(
      F1<A, R> method) {
    return new Task1<>(read(method, FunctionBodies.of(method)));
  }

  /** Creates a task from a method of one argument that returns nothing. */
  public static <A extends @Nullable Object> Task1<A, @Nullable Void> of(V1<A> method) {
    return new Task1<>(read(method, FunctionBodies.of(method)));
  }

  /** Creates a task from a lambda of one argument. */
  public static <A extends @Nullable Object, R extends @Nullable Object> Task1<A, R> of(
      String name, Class<? super R> type, F1<A, R> code) {
    return new Task1<>(named(name, type, 1, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a lambda of one argument, whose result type has type arguments. */
  public static <A extends @Nullable Object, R extends @Nullable Object> Task1<A, R> of(
      String name, TypeRef<R> type, F1<A, R> code) {
    return new Task1<>(named(name, type.type(), 1, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a lambda of one argument that returns nothing. */
  public static <A extends @Nullable Object> Task1<A, @Nullable Void> of(String name, V1<A> code) {
    return new Task1<>(named(name, Void.class, 1, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a method of two arguments. */
  public static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      Task2<A, B, R> of(F2<A, B, R> method) {
    return new Task2<>(read(method, FunctionBodies.of(method)));
  }

  /** Creates a task from a method of two arguments that returns nothing. */
  public static <A extends @Nullable Object, B extends @Nullable Object>
      Task2<A, B, @Nullable Void> of(V2<A, B> method) {
    return new Task2<>(read(method, FunctionBodies.of(method)));
  }

  /** Creates a task from a lambda of two arguments. */
  public static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      Task2<A, B, R> of(String name, Class<? super R> type, F2<A, B, R> code) {
    return new Task2<>(named(name, type, 2, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a lambda of two arguments, whose result type has type arguments. */
  public static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      Task2<A, B, R> of(String name, TypeRef<R> type, F2<A, B, R> code) {
    return new Task2<>(named(name, type.type(), 2, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a lambda of two arguments that returns nothing. */
  public static <A extends @Nullable Object, B extends @Nullable Object>
      Task2<A, B, @Nullable Void> of(String name, V2<A, B> code) {
    return new Task2<>(named(name, Void.class, 2, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a method of three arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          R extends @Nullable Object>
      Task3<A, B, C, R> of(F3<A, B, C, R> method) {
    return new Task3<>(read(method, FunctionBodies.of(method)));
  }

  /** Creates a task from a method of three arguments that returns nothing. */
  public static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
      Task3<A, B, C, @Nullable Void> of(V3<A, B, C> method) {
    return new Task3<>(read(method, FunctionBodies.of(method)));
  }

  /** Creates a task from a lambda of three arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          R extends @Nullable Object>
      Task3<A, B, C, R> of(String name, Class<? super R> type, F3<A, B, C, R> code) {
    return new Task3<>(named(name, type, 3, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a lambda of three arguments, whose result type has type arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          R extends @Nullable Object>
      Task3<A, B, C, R> of(String name, TypeRef<R> type, F3<A, B, C, R> code) {
    return new Task3<>(named(name, type.type(), 3, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a lambda of three arguments that returns nothing. */
  public static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
      Task3<A, B, C, @Nullable Void> of(String name, V3<A, B, C> code) {
    return new Task3<>(named(name, Void.class, 3, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a method of four arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          R extends @Nullable Object>
      Task4<A, B, C, D, R> of(F4<A, B, C, D, R> method) {
    return new Task4<>(read(method, FunctionBodies.of(method)));
  }

  /** Creates a task from a method of four arguments that returns nothing. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object>
      Task4<A, B, C, D, @Nullable Void> of(V4<A, B, C, D> method) {
    return new Task4<>(read(method, FunctionBodies.of(method)));
  }

  /** Creates a task from a lambda of four arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          R extends @Nullable Object>
      Task4<A, B, C, D, R> of(String name, Class<? super R> type, F4<A, B, C, D, R> code) {
    return new Task4<>(named(name, type, 4, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a lambda of four arguments, whose result type has type arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          R extends @Nullable Object>
      Task4<A, B, C, D, R> of(String name, TypeRef<R> type, F4<A, B, C, D, R> code) {
    return new Task4<>(named(name, type.type(), 4, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a lambda of four arguments that returns nothing. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object>
      Task4<A, B, C, D, @Nullable Void> of(String name, V4<A, B, C, D> code) {
    return new Task4<>(named(name, Void.class, 4, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a method of five arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          R extends @Nullable Object>
      Task5<A, B, C, D, E, R> of(F5<A, B, C, D, E, R> method) {
    return new Task5<>(read(method, FunctionBodies.of(method)));
  }

  /** Creates a task from a method of five arguments that returns nothing. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object>
      Task5<A, B, C, D, E, @Nullable Void> of(V5<A, B, C, D, E> method) {
    return new Task5<>(read(method, FunctionBodies.of(method)));
  }

  /** Creates a task from a lambda of five arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          R extends @Nullable Object>
      Task5<A, B, C, D, E, R> of(String name, Class<? super R> type, F5<A, B, C, D, E, R> code) {
    return new Task5<>(named(name, type, 5, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a lambda of five arguments, whose result type has type arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          R extends @Nullable Object>
      Task5<A, B, C, D, E, R> of(String name, TypeRef<R> type, F5<A, B, C, D, E, R> code) {
    return new Task5<>(named(name, type.type(), 5, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a lambda of five arguments that returns nothing. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object>
      Task5<A, B, C, D, E, @Nullable Void> of(String name, V5<A, B, C, D, E> code) {
    return new Task5<>(named(name, Void.class, 5, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a method of six arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object,
          R extends @Nullable Object>
      Task6<A, B, C, D, E, F, R> of(F6<A, B, C, D, E, F, R> method) {
    return new Task6<>(read(method, FunctionBodies.of(method)));
  }

  /** Creates a task from a method of six arguments that returns nothing. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object>
      Task6<A, B, C, D, E, F, @Nullable Void> of(V6<A, B, C, D, E, F> method) {
    return new Task6<>(read(method, FunctionBodies.of(method)));
  }

  /** Creates a task from a lambda of six arguments. */
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
    return new Task6<>(named(name, type, 6, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a lambda of six arguments, whose result type has type arguments. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object,
          R extends @Nullable Object>
      Task6<A, B, C, D, E, F, R> of(String name, TypeRef<R> type, F6<A, B, C, D, E, F, R> code) {
    return new Task6<>(named(name, type.type(), 6, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a lambda of six arguments that returns nothing. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object>
      Task6<A, B, C, D, E, F, @Nullable Void> of(String name, V6<A, B, C, D, E, F> code) {
    return new Task6<>(named(name, Void.class, 6, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a method of seven arguments. */
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
    return new Task7<>(read(method, FunctionBodies.of(method)));
  }

  /** Creates a task from a method of seven arguments that returns nothing. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object,
          G extends @Nullable Object>
      Task7<A, B, C, D, E, F, G, @Nullable Void> of(V7<A, B, C, D, E, F, G> method) {
    return new Task7<>(read(method, FunctionBodies.of(method)));
  }

  /** Creates a task from a lambda of seven arguments. */
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
    return new Task7<>(named(name, type, 7, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a lambda of seven arguments, whose result type has type arguments. */
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
    return new Task7<>(named(name, type.type(), 7, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a lambda of seven arguments that returns nothing. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object,
          G extends @Nullable Object>
      Task7<A, B, C, D, E, F, G, @Nullable Void> of(String name, V7<A, B, C, D, E, F, G> code) {
    return new Task7<>(named(name, Void.class, 7, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a method of eight arguments. */
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
    return new Task8<>(read(method, FunctionBodies.of(method)));
  }

  /** Creates a task from a method of eight arguments that returns nothing. */
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
    return new Task8<>(read(method, FunctionBodies.of(method)));
  }

  /** Creates a task from a lambda of eight arguments. */
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
    return new Task8<>(named(name, type, 8, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a lambda of eight arguments, whose result type has type arguments. */
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
    return new Task8<>(named(name, type.type(), 8, code, FunctionBodies.of(code)));
  }

  /** Creates a task from a lambda of eight arguments that returns nothing. */
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
    return new Task8<>(named(name, Void.class, 8, code, FunctionBodies.of(code)));
  }
}
