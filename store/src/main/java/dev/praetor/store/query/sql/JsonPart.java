package dev.praetor.store.query.sql;

import dev.praetor.engine.codec.ExactJson;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.query.condition.Condition.Compare;
import dev.praetor.store.query.condition.InvalidQuery;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The part of a JSON document that a condition asks for, as a checked tree. */
final class JsonPart {
  private static final int DEEPEST = 20;
  private static final int MOST_DIGITS = 1_000;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private final Compare compare;
  private int values;

  private JsonPart(Compare compare) {
    this.compare = compare;
  }

  /**
   * Returns the number of values in a part, at least 1.
   *
   * @throws InvalidQuery if a value has no form in JSON, or is too large
   */
  static int check(Compare compare) {
    JsonPart part = new JsonPart(compare);
    JsonNode _ = part.tree(compare.value(), 1);
    return part.values;
  }

  static String text(Compare compare) {
    return ExactJson.MAPPER.writeValueAsString(new JsonPart(compare).tree(compare.value(), 1));
  }

  private JsonNode tree(@Nullable Object value, int depth) {
    values++;
    if (depth > DEEPEST) {
      throw refused("takes a document of at most %d levels".formatted(DEEPEST));
    }
    return switch (value) {
      case null -> NODES.nullNode();
      case Map<?, ?> members -> object(members, depth);
      case List<?> elements -> {
        ArrayNode array = NODES.arrayNode();
        elements.forEach(each -> array.add(tree(each, depth + 1)));
        yield array;
      }
      case String text -> NODES.stringNode(StorableText.plain(text));
      case Boolean yes -> NODES.booleanNode(yes);
      case Number number -> NODES.numberNode(number(number));
      default -> throw refused("takes JSON, not a value of " + value.getClass().getSimpleName());
    };
  }

  private ObjectNode object(Map<?, ?> members, int depth) {
    ObjectNode object = NODES.objectNode();
    members.forEach((name, value) -> {
      if (!(name instanceof String text)) {
        throw refused("takes an object whose members have names");
      }
      object.set(StorableText.plain(text), tree(value, depth + 1));
    });
    return object;
  }

  private BigDecimal number(Number number) {
    BigDecimal exact =
        switch (number) {
          case BigDecimal decimal -> decimal;
          case BigInteger integer -> new BigDecimal(integer);
          case Double real when Double.isFinite(real) -> BigDecimal.valueOf(real);
          case Float real when Float.isFinite(real) -> new BigDecimal(real.toString());
          case Long integer -> BigDecimal.valueOf(integer);
          case Integer integer -> BigDecimal.valueOf(integer);
          case Short integer -> BigDecimal.valueOf(integer);
          case Byte integer -> BigDecimal.valueOf(integer);
          default -> throw refused("takes JSON, in which there is no number " + number);
        };
    if (exact.precision() > MOST_DIGITS || Math.abs((long) exact.scale()) > MOST_DIGITS) {
      throw refused("takes numbers of at most %,d digits".formatted(MOST_DIGITS));
    }
    return exact;
  }

  private InvalidQuery refused(String problem) {
    return new InvalidQuery(
        compare.field().label(),
        "%s with %s %s".formatted(compare.field().label(), compare.operator(), problem),
        "");
  }
}
