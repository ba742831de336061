package dev.praetor;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * A type with its type arguments, for lambdas and parameters whose type a class alone does not
 * describe. Immutable.
 *
 * <pre>{@code
 * new TypeRef<List<String>>() {}
 * }</pre>
 */
public abstract class TypeRef<T extends @Nullable Object> {
  private final Type type;

  /**
   * Reads the type argument of the anonymous subclass.
   *
   * @throws IllegalStateException if the type argument is missing
   */
  protected TypeRef() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parameterised)) {
      throw new IllegalStateException("write the type: new TypeRef<List<String>>() {}");
    }
    this.type = parameterised.getActualTypeArguments()[0];
  }

  /** Returns the type. */
  public final Type type() {
    return type;
  }
}
