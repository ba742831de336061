package dev.praetor.engine.codec;

import dev.praetor.function.F1;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Values as the text that a format of their author makes of them. */
final class FormatCodec extends Codec {
  private final F1<Object, String> writer;
  private final F1<String, ? extends @Nullable Object> reader;

  FormatCodec(F1<Object, String> writer, F1<String, ? extends @Nullable Object> reader) {
    this.writer = writer;
    this.reader = reader;
  }

  @Override
  void write(Object value, JsonGenerator out) throws NotCarried {
    Texts.write(text(value), out);
  }

  private String text(Object value) throws NotCarried {
    String text;
    try {
      text = writer.apply(value);
    } catch (Exception e) {
      throw new NotCarried("its format could not write it: " + e);
    }
    if (isNull(text)) {
      throw new NotCarried("its format wrote null");
    }
    return text;
  }

  @Override
  Object read(JsonParser in) throws NotCarried {
    expect(in, JsonToken.VALUE_STRING);
    Object value;
    try {
      value = reader.apply(in.getString());
    } catch (Exception e) {
      throw new NotCarried("its format could not read it: " + e);
    }
    if (value == null) {
      throw new NotCarried("its format read null");
    }
    return value;
  }

  /** Returns whether an author's function returned null although it is declared not to. */
  private static boolean isNull(@Nullable Object returned) {
    return returned == null;
  }

  /** Returns the value itself: a format may open what it reads, which must not happen twice. */
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
    shapes.add("format");
  }
}
