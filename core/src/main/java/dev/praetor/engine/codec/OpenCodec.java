package dev.praetor.engine.codec;

import dev.praetor.engine.codec.type.SameClass;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Values of which only a class above theirs is declared, such as {@code Object} or {@code Number}.
 * Texts, booleans, ints, doubles, lists and maps by text are written plainly; anything else is
 * written with its type. A value of exactly the declared class, if that can be extended, is written
 * without its type.
 */
final class OpenCodec extends Codec {
  private final Class<?> bound;
  private final OpenTypes types;
  private @Nullable ObjectCodec itself;

  OpenCodec(Class<?> bound, OpenTypes types) {
    this.bound = bound;
    this.types = types;
  }

  /** Values of exactly the declared class are written as this. */
  void complete(ObjectCodec ofItself) {
    itself = ofItself;
  }

  @Override
  void write(Object value, JsonGenerator out) throws NotCarried {
    if (itself != null && value.getClass() == bound) {
      itself.write(value, out);
      return;
    }
    switch (value) {
      case String text -> Texts.write(text, out);
      case Boolean truth -> out.writeBoolean(truth);
      case Integer number -> out.writeNumber(number);
      case Double number when Double.isFinite(number) -> out.writeNumber(number.toString());
      case Collection<?> all when CollectionKind.of(all) == CollectionKind.LIST ->
          types.list().write(all, out);
      case Map<?, ?> map when itself == null && OpenTypes.standsForItself(map) ->
          types.map().write(map, out);
      default -> {
        OpenTypes.Named type = types.of(value);
        Tagged.write(type.name(), value, type.codec(), out);
      }
    }
  }

  @Override
  Object read(JsonParser in) throws NotCarried {
    Object value =
        switch (in.currentToken()) {
          case VALUE_STRING -> in.getString();
          case VALUE_TRUE -> true;
          case VALUE_FALSE -> false;
          case VALUE_NUMBER_INT -> in.getIntValue();
          case VALUE_NUMBER_FLOAT -> Double.valueOf(in.getString());
          case START_ARRAY -> types.list().read(in);
          case START_OBJECT -> readObject(in);
          default -> throw new NotCarried(in.currentToken() + " is no value");
        };
    return checked(value);
  }

  private Object checked(Object value) throws NotCarried {
    if (!bound.isInstance(value)) {
      throw new NotCarried("a " + value.getClass().getName() + " is no " + bound.getName());
    }
    return value;
  }

  private Object readObject(JsonParser in) throws NotCarried {
    in.nextToken();
    if (in.currentToken() == JsonToken.PROPERTY_NAME && in.currentName().equals(Tags.NAME)) {
      in.nextToken();
      String name = in.getString();
      in.nextToken();
      return Tagged.read(types.named(name), in);
    }
    return itself != null ? itself.readParts(in) : types.map().readObject(in);
  }

  @Override
  Object copy(Object value) throws NotCarried {
    if (types.lends()) {
      return lent(value);
    }
    if (itself != null && value.getClass() == bound) {
      return itself.copy(value);
    }
    Codec codec = types.of(value).codec();
    return codec.isImmutable() ? value : checked(codec.copy(value));
  }

  /** Returns a copy that fits wherever the value does; the value itself if there is none. */
  private Object lent(Object value) {
    if (value instanceof String || value instanceof Integer) {
      return value;
    }
    try {
      if (itself != null && value.getClass() == bound) {
        return itself.copy(value);
      }
      Object copy = types.lentCopies().of(value);
      if (copy != null) {
        return copy;
      }
      Codec codec = types.of(value).codec();
      return codec.isImmutable() ? value : SameClass.of(value, codec.copy(value));
    } catch (NotCarried e) {
      return value;
    }
  }

  @Override
  boolean isImmutable(Set<Codec> asked) {
    return false;
  }

  @Override
  void describe(Shapes shapes) {
    shapes.add("any");
    if (itself != null) {
      shapes.add(" ").add(itself);
    }
  }
}
