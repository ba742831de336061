package dev.praetor.engine.task;

import java.lang.reflect.Type;
import java.util.Collections;
import java.util.Optional;

/** Finds types whose type arguments are missing: classes with type parameters. */
public final class TypeArguments {
  private TypeArguments() {}

  /**
   * Returns the problem with a type whose values could not be read back with their original types,
   * if there is one.
   */
  public static Optional<String> problem(Type type) {
    if (!(type instanceof Class<?> given)) {
      return Optional.empty();
    }
    Class<?> element = given;
    while (element.isArray()) {
      element = element.componentType();
    }
    int missing = element.getTypeParameters().length;
    if (missing == 0) {
      return Optional.empty();
    }
    String whole =
        element.getSimpleName() + "<" + String.join(", ", Collections.nCopies(missing, "…")) + ">";
    String name = given.getSimpleName().replace(element.getSimpleName(), whole);
    return Optional.of(
        element.getSimpleName()
            + " has type arguments, which a class does not state: write new TypeRef<"
            + name
            + ">() {}");
  }
}
