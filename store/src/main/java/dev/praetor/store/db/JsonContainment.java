package dev.praetor.store.db;

import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compares JSON documents as PostgreSQL's operator {@code @>} does: an object contains an object if
 * it has all of its members, and each of these contains the other's; an array contains an array if
 * each element of the other one is contained in one of its own; other values contain their equals.
 * An array that is a whole document also contains a text, a number, a boolean or a null that is one
 * of its elements. Numbers are compared by their values, texts as they can be stored.
 */
final class JsonContainment {
  private JsonContainment() {}

  static boolean contains(JsonNode document, JsonNode part) {
    return document.isArray() && !part.isContainer()
        ? hasElement(document, part)
        : within(document, part);
  }

  static boolean hasMember(JsonNode document, String name) {
    return member(document, name) != null;
  }

  private static boolean within(JsonNode own, JsonNode part) {
    return switch (part.getNodeType()) {
      case OBJECT ->
          own.isObject()
              && part.properties().stream()
                  .allMatch(wanted -> hasMember(own, wanted.getKey(), wanted.getValue()));
      case ARRAY -> own.isArray() && elements(part).allMatch(wanted -> hasElement(own, wanted));
      case NUMBER -> own.isNumber() && own.decimalValue().compareTo(part.decimalValue()) == 0;
      case STRING -> own.isString() && plain(own.stringValue()).equals(plain(part.stringValue()));
      case BOOLEAN -> own.isBoolean() && own.booleanValue() == part.booleanValue();
      case NULL -> own.isNull();
      case BINARY, MISSING, POJO -> false;
    };
  }

  private static boolean hasMember(JsonNode object, String name, JsonNode wanted) {
    JsonNode own = member(object, name);
    return own != null && within(own, wanted);
  }

  private static @Nullable JsonNode member(JsonNode object, String name) {
    String wanted = plain(name);
    JsonNode exact = object.get(wanted);
    if (exact != null || !object.isObject()) {
      return exact;
    }
    return object.properties().stream()
        .filter(each -> plain(each.getKey()).equals(wanted))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static boolean hasElement(JsonNode array, JsonNode wanted) {
    return elements(array).anyMatch(own -> within(own, wanted));
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static String plain(String text) {
    return StorableText.plain(text);
  }
}
