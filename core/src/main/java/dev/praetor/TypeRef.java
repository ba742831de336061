package dev.praetor;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * A type with its arguments, for lambdas and parameters whose class alone does not say enough.
 *
 * <pre>{@code
 * new TypeRef<List<String>>() {}
 * }</pre>
 */
public abstract class TypeRef<T extends @Nullable Object> {
  private final Type type;

  protected TypeRef() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parameterised)) {
      throw new IllegalStateException("write the type: new TypeRef<List<String>>() {}");
    }
    this.type = parameterised.getActualTypeArguments()[0];
  }

  public final Type type() {
    return type;
  }
}
