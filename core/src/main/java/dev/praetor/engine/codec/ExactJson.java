package dev.praetor.engine.codec;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.core.util.JsonParserDelegate;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON trees whose numbers keep all their digits. */
public final class ExactJson {
  /**
   * Descriptions of flows nest deeper than documents usually do: a level for each view of a view.
   */
  private static final int DEEPEST = 10_000;

  /** A mapper that reads numbers exactly, and texts of any length. Thread-safe. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder(
              new SignedZeros(
                  JsonFactory.builder()
                      .streamReadConstraints(
                          StreamReadConstraints.builder()
                              .maxNestingDepth(DEEPEST)
                              .maxNumberLength(Integer.MAX_VALUE)
                              .maxStringLength(Integer.MAX_VALUE)
                              .maxNameLength(Integer.MAX_VALUE)
                              .build())
                      .streamWriteConstraints(
                          StreamWriteConstraints.builder().maxNestingDepth(DEEPEST).build())))
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private ExactJson() {}

  /**
   * Makes parsers by which the numbers {@code -0.0} of texts become doubles, as a {@code
   * BigDecimal} has no negative zero.
   */
  private static final class SignedZeros extends JsonFactory {
    private static final long serialVersionUID = 1;

    SignedZeros(JsonFactoryBuilder builder) {
      super(builder);
    }

    @Override
    public JsonParser createParser(ObjectReadContext context, String text) {
      return new Parser(super.createParser(context, text));
    }

    private static final class Parser extends JsonParserDelegate {
      Parser(JsonParser parser) {
        super(parser);
      }

      private boolean isNegativeZero() {
        return currentToken() == JsonToken.VALUE_NUMBER_FLOAT
            && getString().startsWith("-0")
            && getDecimalValue().signum() == 0;
      }

      /** Returns whether a number is no decimal, which the reader of trees asks. */
      @Override
      public boolean isNaN() {
        return super.isNaN() || isNegativeZero();
      }

      @Override
      public double getDoubleValue() {
        return isNegativeZero() ? -0.0 : super.getDoubleValue();
      }
    }
  }

  /**
   * Returns a kept value for people: values that state only their kind, such as a date in a place
   * where any value may be, are shown without it. The name of a member of a family stays.
   */
  public static JsonNode shown(JsonNode kept) {
    if (kept instanceof ObjectNode object) {
      boolean isTagged =
          object.has(Tags.NAME)
              && object.has(Tags.VALUE)
              && (object.size() == 2 || object.size() == 3 && object.has("types"));
      if (isTagged) {
        return shown(object.get(Tags.VALUE));
      }
      ObjectNode shown = MAPPER.createObjectNode();
      object.properties().forEach(part -> shown.set(part.getKey(), shown(part.getValue())));
      return shown;
    }
    if (kept instanceof ArrayNode array) {
      ArrayNode shown = MAPPER.createArrayNode();
      array.forEach(element -> shown.add(shown(element)));
      return shown;
    }
    return kept;
  }
}
