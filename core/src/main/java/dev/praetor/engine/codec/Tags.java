package dev.praetor.engine.codec;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Objects whose first property, {@code "@"}, tells what follows. */
final class Tags {
  static final String NAME = "@";
  static final String VALUE = "value";

  private Tags() {}

  /** Begins {@code {"@": tag, "value": …}}. */
  static void begin(String tag, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty(NAME, tag);
    out.writeName(VALUE);
  }

  static void end(JsonGenerator out) {
    out.writeEndObject();
  }

  /** Steps to the value behind a tag. */
  static void expect(String tag, JsonParser in) throws NotCarried {
    String found = read(in);
    if (!found.equals(tag)) {
      throw new NotCarried("expected " + tag + ", found " + Texts.shortened(found));
    }
    value(in);
  }

  /**
   * Reads the tag of an object; the parser then stands on the next name, or on the object's end.
   */
  static String read(JsonParser in) throws NotCarried {
    Codec.expect(in, JsonToken.START_OBJECT);
    if (in.nextToken() != JsonToken.PROPERTY_NAME || !in.currentName().equals(NAME)) {
      throw new NotCarried("an object does not tell its type");
    }
    in.nextToken();
    Codec.expect(in, JsonToken.VALUE_STRING);
    String tag = in.getString();
    in.nextToken();
    return tag;
  }

  /** Steps from the name to the value. */
  static void value(JsonParser in) throws NotCarried {
    if (in.currentToken() != JsonToken.PROPERTY_NAME || !in.currentName().equals(VALUE)) {
      throw new NotCarried("an object has no value");
    }
    in.nextToken();
  }

  /** Steps from the value to the end of the object. */
  static void close(JsonParser in) throws NotCarried {
    in.nextToken();
    Codec.expect(in, JsonToken.END_OBJECT);
  }
}
