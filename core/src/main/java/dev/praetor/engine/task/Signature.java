package dev.praetor.engine.task;

import java.lang.reflect.Type;
import java.util.Collections;
import java.util.List;

/**
 * The signature of a task's code: the types of its arguments and of its result.
 *
 * @param nullable a flag for each argument, true if it is declared {@code @Nullable}
 */
public record Signature(List<Type> arguments, List<Boolean> nullable, Type result) {
  public Signature {
    arguments = List.copyOf(arguments);
    nullable = List.copyOf(nullable);
  }

  /**
   * Returns the signature of a lambda, whose argument types are unknown and whose result type is
   * given by its author.
   */
  public static Signature ofLambda(int arguments, Type result) {
    return new Signature(
        Collections.nCopies(arguments, Object.class),
        Collections.nCopies(arguments, false),
        result);
  }
}
