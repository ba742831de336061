package dev.praetor.engine.task;

import java.lang.reflect.Type;
import java.util.Collections;
import java.util.Optional;

/** Finds types of which a part is not said: a class with type parameters and nothing in them. */
public final class TypeArguments {
  private TypeArguments() {}

  /** What is wrong with a type whose values could not be read back as what they were, if so. */
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
            + " has type arguments, which a class does not say: write new TypeRef<"
            + name
            + ">() {}");
  }
}
