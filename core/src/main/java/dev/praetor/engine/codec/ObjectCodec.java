package dev.praetor.engine.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private final Purpose purpose;
  private final List<Codec> codecs = new ArrayList<>();

  ObjectCodec(Class<?> type, Parts parts, Purpose purpose) {
    this.purpose = purpose;
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
    if (purpose == Purpose.CARRY && type.isRecord()) {
      @Nullable Object[] values = new Object[codecs.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = parts.get(value, i);
      }
      make(values);
    }
  }

  /**
   * Makes a value of its parts.
   *
   * @throws NotCarried if that changes a part, as a constructor does that adds to what it is given
   */
  private Object make(@Nullable Object[] values) throws NotCarried {
    Object made = parts.make(values);
    for (Map.Entry<String, Integer> part : places.entrySet()) {
      int place = part.getValue();
      Object now = parts.get(made, place);
      if (now != values[place] && !isSame(codecs.get(place), now, values[place])) {
        throw new NotCarried(
                type.getSimpleName()
                    + " changes it when it is made of its parts again: let the constructor keep"
                    + " what it is given")
            .in(part.getKey());
      }
    }
    return made;
  }

  private static boolean isSame(Codec codec, @Nullable Object one, @Nullable Object other)
      throws NotCarried {
    if (one == null || other == null || codec instanceof ScalarCodec && one.equals(other)) {
      return Objects.equals(one, other);
    }
    return Canonical.text(one, codec).equals(Canonical.text(other, codec));
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
    return make(values);
  }

  @Override
  Object copy(Object value) throws NotCarried {
    @Nullable Object[] values = new Object[codecs.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = codecs.get(i).copyNullable(parts.get(value, i));
    }
    return make(values);
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
