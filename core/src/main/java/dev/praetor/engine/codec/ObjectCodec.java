package dev.praetor.engine.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Values with named parts: records by their components, other classes by their fields. What is read
 * must have exactly these parts, so that a type that changed is noticed.
 */
final class ObjectCodec extends Codec {
  private final Class<?> type;
  private final Map<String, Integer> places;
  private final Parts parts;
  private final List<Codec> codecs = new ArrayList<>();

  ObjectCodec(Class<?> type, Parts parts) {
    this.type = type;
    this.parts = parts;
    this.places = parts.places();
  }

  /** Completes it; the codecs of parts may refer to this one. */
  void complete(List<Codec> ofParts) {
    codecs.addAll(ofParts);
  }

  @Override
  void write(Object value, JsonGenerator out) throws NotCarried {
    out.writeStartObject();
    writeParts(value, out);
    out.writeEndObject();
  }

  /** Writes the properties into an object that has been begun. */
  void writeParts(Object value, JsonGenerator out) throws NotCarried {
    if (value.getClass() != type) {
      throw new NotCarried("a " + value.getClass().getName() + " is not a " + type.getName());
    }
    for (Map.Entry<String, Integer> part : places.entrySet()) {
      out.writeName(part.getKey());
      try {
        codecs.get(part.getValue()).writeNullable(parts.get(value, part.getValue()), out);
      } catch (NotCarried e) {
        throw e.in(part.getKey());
      }
    }
  }

  @Override
  Object read(JsonParser in) throws NotCarried {
    expect(in, JsonToken.START_OBJECT);
    in.nextToken();
    return readParts(in);
  }

  /** Reads the properties; the parser stands on the first name or on the end of the object. */
  Object readParts(JsonParser in) throws NotCarried {
    @Nullable Object[] values = new Object[places.size()];
    boolean[] found = new boolean[values.length];
    for (; in.currentToken() == JsonToken.PROPERTY_NAME; in.nextToken()) {
      String name = in.currentName();
      Integer place = places.get(name);
      if (place == null || found[place]) {
        throw new NotCarried(type.getSimpleName() + " has no '" + Texts.shortened(name) + "' now");
      }
      in.nextToken();
      try {
        values[place] = codecs.get(place).readNullable(in);
      } catch (NotCarried e) {
        throw e.in(name);
      }
      found[place] = true;
    }
    expect(in, JsonToken.END_OBJECT);
    for (Map.Entry<String, Integer> part : places.entrySet()) {
      if (!found[part.getValue()]) {
        throw new NotCarried(
            type.getSimpleName() + " has '" + part.getKey() + "' now, which is not in the value");
      }
    }
    return parts.make(values);
  }

  @Override
  Object copy(Object value) throws NotCarried {
    @Nullable Object[] values = new Object[codecs.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = codecs.get(i).copyNullable(parts.get(value, i));
    }
    return parts.make(values);
  }

  @Override
  boolean isImmutable(Set<Codec> asked) {
    return !asked.add(this)
        || parts.isFixed() && codecs.stream().allMatch(codec -> codec.isImmutable(asked));
  }

  @Override
  void describe(Shapes shapes) {
    shapes.add("{");
    places.forEach((name, place) -> shapes.add(name + ":").add(codecs.get(place)).add(","));
    shapes.add("}");
  }
}
