package dev.praetor.engine.codec;

import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Classes by their names, found by the loader of the flow's code. */
final class ClassCodec extends Codec {
  private final ClassLoader loader;

  ClassCodec(ClassLoader loader) {
    this.loader = loader;
  }

  @Override
  void write(Object value, JsonGenerator out) {
    out.writeString(((Class<?>) value).getName());
  }

  @Override
  Object read(JsonParser in) throws NotCarried {
    expect(in, JsonToken.VALUE_STRING);
    String name = in.getString();
    Class<?> primitive = Class.forPrimitiveName(name);
    try {
      return primitive != null ? primitive : Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new NotCarried("there is no class " + Texts.shortened(name) + " now");
    }
  }

  @Override
  Object copy(Object value) {
    return value;
  }

  @Override
  boolean isImmutable(Set<Codec> asked) {
    return true;
  }

  @Override
  void describe(Shapes shapes) {
    shapes.add("class");
  }
}
