package dev.praetor.engine.task;

import java.lang.reflect.Type;
import java.util.List;

/**
 * What is known of a task's code: the types of its arguments and of its result.
 *
 * @param nullable for each argument, whether it is declared {@code @Nullable}
 */
public record Signature(List<Type> arguments, List<Boolean> nullable, Type result) {
  public Signature {
    arguments = List.copyOf(arguments);
    nullable = List.copyOf(nullable);
  }

  /** A lambda tells nothing of its arguments; its author says what it returns. */
  public static Signature ofLambda(int arguments, Type result) {
    return new Signature(
        java.util.Collections.nCopies(arguments, Object.class),
        java.util.Collections.nCopies(arguments, false),
        result);
  }
}
