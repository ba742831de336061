package dev.praetor.engine.codec;

import java.util.Arrays;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Constants by name, whatever their {@code toString} says. */
final class EnumCodec extends Codec {
  private final Class<? extends Enum<?>> type;

  EnumCodec(Class<? extends Enum<?>> type) {
    this.type = type;
  }

  @Override
  void write(Object value, JsonGenerator out) throws NotCarried {
    out.writeString(toText(value));
  }

  @Override
  Object read(JsonParser in) throws NotCarried {
    expect(in, JsonToken.VALUE_STRING);
    return ofText(in.getString());
  }

  @Override
  boolean isTextual() {
    return true;
  }

  @Override
  String toText(Object value) throws NotCarried {
    if (!type.isInstance(value)) {
      throw new NotCarried(
          "it is a " + value.getClass().getName() + ", but its type is " + type.getName());
    }
    return ((Enum<?>) value).name();
  }

  @Override
  Object ofText(String text) throws NotCarried {
    for (Enum<?> constant : type.getEnumConstants()) {
      if (constant.name().equals(text)) {
        return constant;
      }
    }
    throw new NotCarried(type.getSimpleName() + " has no constant " + Texts.shortened(text));
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
    Enum<?>[] constants = type.getEnumConstants();
    shapes.add("enum" + Arrays.stream(constants).map(Enum::name).sorted().toList());
  }
}
