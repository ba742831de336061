package dev.praetor.engine.secret;

import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.StringJoiner;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** Masks the secrets in the tokens of a JSON text, so that the result is JSON again. */
final class JsonMask {
  /** A mapper without limits: what was written is masked, however long or deep it is. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(Integer.MAX_VALUE)
                          .maxNumberLength(Integer.MAX_VALUE)
                          .maxStringLength(Integer.MAX_VALUE)
                          .maxNameLength(Integer.MAX_VALUE)
                          .build())
                  .streamWriteConstraints(
                      StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
                  .build())
          .build();

  private JsonMask() {}

  static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** Returns the same text if nothing in it is masked. */
  static String apply(String json, Masker masker) {
    StringWriter text = new StringWriter(json.length());
    boolean changed = false;
    int arrays = 0;
    String before = "";
    try (JsonParser parser = MAPPER.createParser(json);
        JsonGenerator generator = MAPPER.createGenerator(text)) {
      BitSet spread = json.indexOf(',') < 0 ? new BitSet() : spread(json, masker);
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_ARRAY && spread.get(arrays++)) {
          generator.writeString(Masker.MASK);
          arrays += arraysIn(parser);
          changed = true;
        } else {
          boolean isElement =
              token == JsonToken.VALUE_STRING && parser.streamReadContext().inArray();
          String element = isElement ? parser.getString() : "";
          changed |= copy(token, parser, generator, masker, before);
          before = element;
        }
      }
    } catch (JacksonException e) {
      String masked = masker.mask(json);
      return masked.equals(json) ? json : MAPPER.writeValueAsString(masked);
    }
    return changed ? text.toString() : json;
  }

  /**
   * Returns the arrays over whose elements a secret is spread, as its bytes or its characters are,
   * by their places among all arrays.
   */
  private static BitSet spread(String json, Masker masker) {
    BitSet found = new BitSet();
    Deque<Elements> open = new ArrayDeque<>();
    int arrays = 0;
    try (JsonParser parser = MAPPER.createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        switch (token) {
          case START_ARRAY -> open.push(new Elements(arrays++));
          case END_ARRAY -> {
            Elements ended = open.pop();
            if (ended.hasSecret(masker)) {
              found.set(ended.place);
            }
          }
          case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
            if (!open.isEmpty() && parser.streamReadContext().inArray()) {
              open.peek().add(parser.getString(), masker);
            }
          }
          default -> {}
        }
      }
    }
    return found;
  }

  /**
   * The short elements of an array, numbers and characters, in a row; and those of one character.
   */
  private static final class Elements {
    private static final int LONGEST = 7;
    private final int place;
    private final StringJoiner all = new StringJoiner(",");
    private final StringBuilder characters = new StringBuilder();

    Elements(int place) {
      this.place = place;
    }

    void add(String element, Masker masker) {
      all.add(element.length() <= LONGEST ? masker.mask(element) : "");
      if (element.codePointCount(0, element.length()) == 1) {
        characters.append(element);
      }
    }

    boolean hasSecret(Masker masker) {
      return hasSecret(characters.toString(), masker) || hasSecret(all.toString(), masker);
    }

    private static boolean hasSecret(String text, Masker masker) {
      return !masker.mask(text).equals(text);
    }
  }

  /** Skips the rest of an array; returns the number of arrays in it. */
  private static int arraysIn(JsonParser parser) {
    int arrays = 0;
    for (int depth = 1; depth > 0; ) {
      JsonToken token = parser.nextToken();
      arrays += token == JsonToken.START_ARRAY ? 1 : 0;
      depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }
    return arrays;
  }

  /**
   * Writes a token; returns whether it was masked.
   *
   * @param last the text before it in the same array, which may be the line before it
   */
  private static boolean copy(
      JsonToken token, JsonParser parser, JsonGenerator generator, Masker masker, String last) {
    String before =
        token.isScalarValue() || token == JsonToken.PROPERTY_NAME ? parser.getString() : "";
    String after =
        token.isBoolean() || token == JsonToken.VALUE_NULL ? before : masker.mask(last, before);
    boolean changed = !after.equals(before);
    if (token == JsonToken.PROPERTY_NAME) {
      generator.writeName(after);
    } else if (token == JsonToken.VALUE_STRING || changed) {
      generator.writeString(after);
    } else if (token.isNumeric()) {
      generator.writeNumber(before);
    } else {
      generator.copyCurrentEvent(parser);
    }
    return changed;
  }
}
