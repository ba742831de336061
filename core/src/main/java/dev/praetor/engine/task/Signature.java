package dev.praetor.engine.task;

import java.lang.reflect.Type;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The signature of a task's code: the types of its arguments and of its result.
 *
 * @param nullable a flag for each argument, true if it is declared {@code @Nullable}
 * @param receiver the object whose method the code is, as in {@code rates::load}, which is an input
 *     of the code like its arguments
 */
public record Signature(
    List<Type> arguments, List<Boolean> nullable, Type result, Optional<Object> receiver) {
  /** Creates the signature of code that does not depend on a value it belongs to. */
  public Signature(List<Type> arguments, List<Boolean> nullable, Type result) {
    this(arguments, nullable, result, Optional.empty());
  }

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
