package dev.praetor.engine.task;

import java.io.Serializable;
import java.lang.reflect.Type;
import java.util.Collections;
import java.util.List;

/**
 * The signature of a task's code: the types of its arguments and of its result.
 *
 * @param nullable a flag for each argument, true if it is declared {@code @Nullable}
 * @param captured the values that belong to the code, which are inputs of it like its arguments
 */
public record Signature(
    List<Type> arguments, List<Boolean> nullable, Type result, CapturedValues captured) {
  /** Creates the signature of code to which no values belong. */
  public Signature(List<Type> arguments, List<Boolean> nullable, Type result) {
    this(arguments, nullable, result, CapturedValues.NONE);
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

  /** Returns this signature with the values that belong to a function. */
  public Signature capturing(Serializable function) {
    return new Signature(arguments, nullable, result, MethodReader.capturedBy(function));
  }
}
