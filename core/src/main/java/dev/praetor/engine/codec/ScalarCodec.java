package dev.praetor.engine.codec;

import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** Values that are one JSON token: numbers, texts, times and the like. */
final class ScalarCodec extends Codec {
  private final Class<?> type;
  private final String name;
  private final Form form;
  private final Printer printer;
  private final Parser parser;
  private final boolean immutable;

  /** The kind of token that a value is. */
  enum Form {
    BOOLEAN,
    INTEGER,
    DECIMAL,
    TEXT
  }

  interface Printer {
    String print(Object value) throws NotCarried;
  }

  interface Parser {
    Object parse(String text) throws NotCarried;
  }

  ScalarCodec(Class<?> type, Form form, Printer printer, Parser parser, boolean immutable) {
    this.type = type;
    this.name = type.getSimpleName();
    this.form = form;
    this.printer = printer;
    this.parser = parser;
    this.immutable = immutable;
  }

  /** Returns the name that is written for the type where the declared type is not enough. */
  String name() {
    return name;
  }

  /**
   * Prints a value. Unchecked casts of authors may have put a value of another type in the place of
   * one of this type.
   */
  private String print(Object value) throws NotCarried {
    if (!type.isInstance(value)) {
      throw new NotCarried("it is a " + value.getClass().getName() + ", but its type is " + name);
    }
    return printer.print(value);
  }

  @Override
  void write(Object value, JsonGenerator out) throws NotCarried {
    String text = print(value);
    switch (form) {
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      case INTEGER -> out.writeNumber(text);
      case DECIMAL -> {
        if (Character.isLetter(text.charAt(text.length() - 1))) {
          out.writeString(text); // NaN, Infinity
        } else {
          out.writeNumber(text);
        }
      }
      case TEXT -> Texts.write(text, out);
    }
  }

  @Override
  Object read(JsonParser in) throws NotCarried {
    boolean fits =
        switch (in.currentToken()) {
          case VALUE_TRUE, VALUE_FALSE -> form == Form.BOOLEAN;
          case VALUE_NUMBER_INT -> form == Form.INTEGER || form == Form.DECIMAL;
          case VALUE_NUMBER_FLOAT -> form == Form.DECIMAL;
          case VALUE_STRING -> form == Form.TEXT || form == Form.DECIMAL;
          default -> false;
        };
    if (!fits) {
      throw new NotCarried(in.currentToken() + " is not a " + name);
    }
    return ofText(in.getString());
  }

  @Override
  boolean isTextual() {
    return true;
  }

  @Override
  String toText(Object value) throws NotCarried {
    return print(value);
  }

  @Override
  Object ofText(String text) throws NotCarried {
    try {
      return parser.parse(text);
    } catch (RuntimeException e) {
      throw new NotCarried("'" + Texts.shortened(text) + "' is not a " + name);
    }
  }

  @Override
  Object copy(Object value) throws NotCarried {
    return ofText(toText(value));
  }

  @Override
  boolean isImmutable(Set<Codec> asked) {
    return immutable;
  }

  @Override
  void describe(Shapes shapes) {
    shapes.add(name);
  }
}
