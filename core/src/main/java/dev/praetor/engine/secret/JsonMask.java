package dev.praetor.engine.secret;

import java.io.StringWriter;
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
    try (JsonParser parser = MAPPER.createParser(json);
        JsonGenerator generator = MAPPER.createGenerator(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        changed |= copy(token, parser, generator, masker);
      }
    } catch (JacksonException e) {
      String masked = masker.mask(json);
      return masked.equals(json) ? json : MAPPER.writeValueAsString(masked);
    }
    return changed ? text.toString() : json;
  }

  /** Writes a token; returns whether it was masked. */
  private static boolean copy(
      JsonToken token, JsonParser parser, JsonGenerator generator, Masker masker) {
    String before =
        token.isScalarValue() || token == JsonToken.PROPERTY_NAME ? parser.getString() : "";
    String after =
        token.isBoolean() || token == JsonToken.VALUE_NULL ? before : masker.mask(before);
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
