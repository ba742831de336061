package dev.praetor.engine.task;

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
import org.jspecify.annotations.Nullable;

/** Makes task bodies of functions. A body passes its arguments by position and unchecked. */
public final class FunctionBodies {
  private FunctionBodies() {}

  /**
   * Returns an argument as the type that the function expects; the compiler checked the type at the
   * call of the task.
   */
  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
  public static <T extends @Nullable Object> T argument(@Nullable Object[] arguments, int index) {
    return (T) arguments[index];
  }

  public static <R extends @Nullable Object> TaskBody of(F0<R> code) {
    return a -> code.apply();
  }

  public static TaskBody of(V0 code) {
    return a -> {
      code.apply();
      return null;
    };
  }

  public static <A extends @Nullable Object, R extends @Nullable Object> TaskBody of(
      F1<A, R> code) {
    return a -> code.apply(argument(a, 0));
  }

  public static <A extends @Nullable Object> TaskBody of(V1<A> code) {
    return a -> {
      code.apply(argument(a, 0));
      return null;
    };
  }

  public static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      TaskBody of(F2<A, B, R> code) {
    return a -> code.apply(argument(a, 0), argument(a, 1));
  }

  public static <A extends @Nullable Object, B extends @Nullable Object> TaskBody of(
      V2<A, B> code) {
    return a -> {
      code.apply(argument(a, 0), argument(a, 1));
      return null;
    };
  }

  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          R extends @Nullable Object>
      TaskBody of(F3<A, B, C, R> code) {
    return a -> code.apply(argument(a, 0), argument(a, 1), argument(a, 2));
  }

  public static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
      TaskBody of(V3<A, B, C> code) {
    return a -> {
      code.apply(argument(a, 0), argument(a, 1), argument(a, 2));
      return null;
    };
  }

  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          R extends @Nullable Object>
      TaskBody of(F4<A, B, C, D, R> code) {
    return a -> code.apply(argument(a, 0), argument(a, 1), argument(a, 2), argument(a, 3));
  }

  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object>
      TaskBody of(V4<A, B, C, D> code) {
    return a -> {
      code.apply(argument(a, 0), argument(a, 1), argument(a, 2), argument(a, 3));
      return null;
    };
  }

  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          R extends @Nullable Object>
      TaskBody of(F5<A, B, C, D, E, R> code) {
    return a ->
        code.apply(argument(a, 0), argument(a, 1), argument(a, 2), argument(a, 3), argument(a, 4));
  }

  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object>
      TaskBody of(V5<A, B, C, D, E> code) {
    return a -> {
      code.apply(argument(a, 0), argument(a, 1), argument(a, 2), argument(a, 3), argument(a, 4));
      return null;
    };
  }

  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object,
          R extends @Nullable Object>
      TaskBody of(F6<A, B, C, D, E, F, R> code) {
    return a ->
        code.apply(
            argument(a, 0),
            argument(a, 1),
            argument(a, 2),
            argument(a, 3),
            argument(a, 4),
            argument(a, 5));
  }

  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object>
      TaskBody of(V6<A, B, C, D, E, F> code) {
    return a -> {
      code.apply(
          argument(a, 0),
          argument(a, 1),
          argument(a, 2),
          argument(a, 3),
          argument(a, 4),
          argument(a, 5));
      return null;
    };
  }

  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object,
          G extends @Nullable Object,
          R extends @Nullable Object>
      TaskBody of(F7<A, B, C, D, E, F, G, R> code) {
    return a ->
        code.apply(
            argument(a, 0),
            argument(a, 1),
            argument(a, 2),
            argument(a, 3),
            argument(a, 4),
            argument(a, 5),
            argument(a, 6));
  }

  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object,
          G extends @Nullable Object>
      TaskBody of(V7<A, B, C, D, E, F, G> code) {
    return a -> {
      code.apply(
          argument(a, 0),
          argument(a, 1),
          argument(a, 2),
          argument(a, 3),
          argument(a, 4),
          argument(a, 5),
          argument(a, 6));
      return null;
    };
  }

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
      TaskBody of(F8<A, B, C, D, E, F, G, H, R> code) {
    return a ->
        code.apply(
            argument(a, 0),
            argument(a, 1),
            argument(a, 2),
            argument(a, 3),
            argument(a, 4),
            argument(a, 5),
            argument(a, 6),
            argument(a, 7));
  }

  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          D extends @Nullable Object,
          E extends @Nullable Object,
          F extends @Nullable Object,
          G extends @Nullable Object,
          H extends @Nullable Object>
      TaskBody of(V8<A, B, C, D, E, F, G, H> code) {
    return a -> {
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
    };
  }
}
