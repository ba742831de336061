package dev.praetor.engine.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/**
 * Values written with the name of their type: the parts of an object follow the name, any other
 * value is a property of its own.
 */
final class Tagged {
  private Tagged() {}

  static void write(String name, Object value, @Nullable Codec codec, JsonGenerator out)
      throws NotCarried {
    if (codec instanceof ObjectCodec object) {
      out.writeStartObject();
      out.writeStringProperty(Tags.NAME, name);
      object.writeParts(value, out);
      out.writeEndObject();
    } else if (codec != null) {
      Tags.begin(name, out);
      codec.write(value, out);
      Tags.end(out);
    }
  }

  /** Reads what follows a name that has been read. */
  static Object read(Codec codec, JsonParser in) throws NotCarried {
    if (codec instanceof ObjectCodec object) {
      return object.readParts(in);
    }
    Tags.value(in);
    Object value = codec.readNullable(in);
    Tags.close(in);
    if (value == null) {
      throw new NotCarried("a value with a type is null");
    }
    return value;
  }
}
