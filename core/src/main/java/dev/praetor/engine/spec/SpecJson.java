package dev.praetor.engine.spec;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** Reads the properties of a description, and reports which property is missing or wrong. */
final class SpecJson {
  private SpecJson() {}

  static String text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isString()) {
      throw new UnreadableFlowSpec("'" + name + "' must be text in " + json);
    }
    return value.stringValue();
  }

  static Optional<String> optional(JsonNode json, String name) {
    return json.has(name) ? Optional.of(text(json, name)) : Optional.empty();
  }

  static int number(JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw new UnreadableFlowSpec("'" + name + "' must be a whole number in " + json);
    }
    return value.intValue();
  }

  static OptionalInt optionalNumber(JsonNode json, String name) {
    return json.has(name) ? OptionalInt.of(number(json, name)) : OptionalInt.empty();
  }

  static boolean flag(JsonNode json, String name, boolean defaultValue) {
    return json.path(name).asBoolean(defaultValue);
  }

  static Optional<Duration> duration(JsonNode json, String name) {
    return optional(json, name).map(SpecJson::duration);
  }

  static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeException e) {
      throw new UnreadableFlowSpec("'" + text + "' is not a duration");
    }
  }

  /** Returns the enum constant whose name in lower case is {@code word}. */
  static <E extends Enum<E>> E constant(Class<E> type, String word) {
    for (E each : type.getEnumConstants()) {
      if (each.name().toLowerCase(Locale.ROOT).equals(word)) {
        return each;
      }
    }
    throw new UnreadableFlowSpec(
        "there is no " + type.getSimpleName().toLowerCase(Locale.ROOT) + " '" + word + "'");
  }

  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asString()));
    return texts;
  }

  static Map<String, String> textsByName(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(each -> texts.put(each.getKey(), each.getValue().asString()));
    return texts;
  }
}
