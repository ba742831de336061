package dev.praetor.engine.codec;

import java.math.BigInteger;
import java.util.Arrays;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.FloatNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ShortNode;
import tools.jackson.databind.node.StringNode;

/** The types of scalars in trees of Jackson, which are equal only if their types are. */
enum TreeScalar {
  STRING,
  BOOLEAN,
  NULL,
  BINARY,
  SHORT,
  INT,
  LONG,
  BIG_INTEGER,
  FLOAT,
  DOUBLE,
  DECIMAL;

  private static final int BITS_OF_INT = 31;
  private static final int BITS_OF_LONG = 63;

  static TreeScalar of(JsonNode node) throws NotCarried {
    return switch (node) {
      case StringNode _ -> STRING;
      case BooleanNode _ -> BOOLEAN;
      case NullNode _ -> NULL;
      case BinaryNode _ -> BINARY;
      case ShortNode _ -> SHORT;
      case IntNode _ -> INT;
      case LongNode _ -> LONG;
      case BigIntegerNode _ -> BIG_INTEGER;
      case FloatNode _ -> FLOAT;
      case DoubleNode _ -> DOUBLE;
      case DecimalNode _ -> DECIMAL;
      default -> throw new NotCarried("a " + node.getClass().getSimpleName() + " is not JSON");
    };
  }

  static TreeScalar named(String name) throws NotCarried {
    return Arrays.stream(values())
        .filter(type -> type.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new NotCarried("there is no type " + Texts.shortened(name)));
  }

  /** Returns the type that a token shows. */
  static TreeScalar shownBy(JsonParser in) throws NotCarried {
    return switch (in.currentToken()) {
      case VALUE_STRING -> STRING;
      case VALUE_TRUE, VALUE_FALSE -> BOOLEAN;
      case VALUE_NULL -> NULL;
      case VALUE_NUMBER_INT -> shownBy(new BigInteger(in.getString()));
      case VALUE_NUMBER_FLOAT -> DOUBLE;
      default -> throw new NotCarried(in.currentToken() + " is no value");
    };
  }

  private static TreeScalar shownBy(BigInteger number) {
    if (number.bitLength() <= BITS_OF_INT) {
      return INT;
    }
    return number.bitLength() <= BITS_OF_LONG ? LONG : BIG_INTEGER;
  }

  /** Returns whether the JSON of a scalar of this type shows the type. */
  boolean isShown(JsonNode node) {
    return switch (this) {
      case STRING, BOOLEAN, NULL -> true;
      case DOUBLE -> Double.isFinite(node.doubleValue());
      case INT, LONG, BIG_INTEGER -> shownBy(node.bigIntegerValue()) == this;
      case BINARY, SHORT, FLOAT, DECIMAL -> false;
    };
  }

  void write(JsonNode node, JsonGenerator out) {
    switch (this) {
      case STRING -> Texts.write(node.stringValue(), out);
      case BOOLEAN -> out.writeBoolean(node.booleanValue());
      case NULL -> out.writeNull();
      case BINARY -> out.writeString(node.asString());
      case SHORT, INT, LONG, BIG_INTEGER -> out.writeNumber(node.bigIntegerValue());
      case DECIMAL -> out.writeNumber(node.decimalValue().toString());
      case FLOAT -> number(Float.toString(node.floatValue()), out);
      case DOUBLE -> number(Double.toString(node.doubleValue()), out);
    }
  }

  private static void number(String text, JsonGenerator out) {
    if (Character.isLetter(text.charAt(text.length() - 1))) {
      out.writeString(text); // NaN, Infinity
    } else {
      out.writeNumber(text);
    }
  }
}
