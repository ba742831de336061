package dev.praetor.store.audit.row;

import dev.praetor.store.db.StorableText;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON objects that fit into a row; a member that does not fit is replaced by what it was. */
public final class BoundedJson {
  private static final int LONGEST_MEMBER = 1_000;
  private static final int LONGEST_START = 200;
  private static final JsonMapper JSON = JsonMapper.shared();

  private BoundedJson() {}

  /**
   * Returns an object in JSON, cut to a number of characters. The largest members are cut first:
   * what is left of them is {@code {"cut": the first characters, "length": the number of
   * characters}}.
   */
  public static String of(ObjectNode object, int most) {
    String whole = JSON.writeValueAsString(object);
    if (whole.length() <= Math.min(most, LONGEST_MEMBER)) {
      return StorableText.ofJson(whole);
    }
    ObjectNode bounded = object.deepCopy();
    object
        .properties()
        .forEach(member -> {
          if (length(member.getValue()) > LONGEST_MEMBER) {
            bounded.set(member.getKey(), cut(member.getValue(), LONGEST_START));
          }
        });
    while (length(bounded) > most) {
      Optional<Map.Entry<String, JsonNode>> largest =
          bounded.properties().stream()
              .filter(member -> !member.getValue().isNull())
              .max(Comparator.comparingInt(member -> length(member.getValue())));
      if (largest.isEmpty() || length(largest.get().getValue()) < 80) {
        return StorableText.ofJson(
            JSON.writeValueAsString(
                JSON.createObjectNode().put("cut", "").put("length", length(object))));
      }
      String name = largest.get().getKey();
      bounded.set(name, cut(JSON.valueToTree(object.get(name)), 0));
    }
    return StorableText.ofJson(JSON.writeValueAsString(bounded));
  }

  private static ObjectNode cut(JsonNode value, int start) {
    String text = value.isString() ? value.asString() : JSON.writeValueAsString(value);
    return JSON.createObjectNode()
        .put("cut", StorableText.plain(text.substring(0, Math.min(start, text.length()))))
        .put("length", text.length());
  }

  private static int length(JsonNode value) {
    return JSON.writeValueAsString(value).length();
  }
}
