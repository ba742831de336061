package dev.praetor.engine.codec;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Arrays of values and of primitives. */
final class ArrayCodec extends Codec {
  private final Class<?> component;
  private final Codec element;

  ArrayCodec(Class<?> component, Codec element) {
    this.component = component;
    this.element = element;
  }

  @Override
  void write(Object value, JsonGenerator out) throws NotCarried {
    if (value.getClass().getComponentType() != component) {
      throw new NotCarried(
          "an array of " + value.getClass().getComponentType() + " is declared of " + component);
    }
    out.writeStartArray();
    int length = Array.getLength(value);
    for (int i = 0; i < length; i++) {
      try {
        element.writeNullable(Array.get(value, i), out);
      } catch (NotCarried e) {
        throw e.in("[" + i + "]");
      }
    }
    out.writeEndArray();
  }

  @Override
  Object read(JsonParser in) throws NotCarried {
    expect(in, JsonToken.START_ARRAY);
    List<@Nullable Object> all = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      try {
        all.add(element.readNullable(in));
      } catch (NotCarried e) {
        throw e.in("[" + all.size() + "]");
      }
    }
    Object array = Array.newInstance(component, all.size());
    for (int i = 0; i < all.size(); i++) {
      Object each = all.get(i);
      if (each == null && component.isPrimitive()) {
        throw new NotCarried("null is not a " + component).in("[" + i + "]");
      }
      Array.set(array, i, each);
    }
    return array;
  }

  @Override
  Object copy(Object value) throws NotCarried {
    int length = Array.getLength(value);
    Object copy = Array.newInstance(component, length);
    if (component.isPrimitive() || element.isImmutable()) {
      System.arraycopy(value, 0, copy, 0, length);
      return copy;
    }
    for (int i = 0; i < length; i++) {
      Array.set(copy, i, element.copyNullable(Array.get(value, i)));
    }
    return copy;
  }

  @Override
  boolean isImmutable(Set<Codec> asked) {
    return false;
  }

  @Override
  void describe(Shapes shapes) {
    shapes.add("array<").add(element).add(">");
  }
}
