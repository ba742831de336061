package dev.praetor.server.workers;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An object of JSON that a worker sent, whose members are checked while they are read. */
record Message(JsonNode json, String what) {
  private static final int LONGEST_TEXT = 1_000;
  private static final int MOST_ELEMENTS = 1_000;

  /**
   * Reads the body of a request.
   *
   * @throws RequestRefused if it is not an object
   */
  static Message of(String body) {
    try {
      return new Message(JsonMapper.shared().readTree(body), "the body").checked();
    } catch (JacksonException e) {
      throw refused("the body of the request is not JSON");
    }
  }

  private Message checked() {
    if (!json.isObject()) {
      throw refused(what + " is an object of JSON");
    }
    return this;
  }

  private static RequestRefused refused(String why) {
    return new RequestRefused(ApiCode.BAD_REQUEST, why);
  }

  /** Returns a text of 1 to 1,000 characters. */
  String text(String name) {
    return text(json.path(name), name);
  }

  private static String text(JsonNode value, String name) {
    if (!value.isString() || value.asString().isBlank()) {
      throw refused("'%s' is a text that is not empty".formatted(name));
    }
    if (value.asString().length() > LONGEST_TEXT) {
      throw refused("'%s' has at most %,d characters".formatted(name, LONGEST_TEXT));
    }
    return value.asString();
  }

  int integer(String name, int least, int most) {
    return (int) number(name, least, most);
  }

  long number(String name, long least, long most) {
    JsonNode value = json.path(name);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.asLong() < least
        || value.asLong() > most) {
      throw refused("'%s' is a whole number from %,d to %,d".formatted(name, least, most));
    }
    return value.asLong();
  }

  boolean flag(String name) {
    JsonNode value = json.path(name);
    if (!value.isBoolean()) {
      throw refused("'%s' is true or false".formatted(name));
    }
    return value.asBoolean();
  }

  Instant time(String name) {
    try {
      return Instant.parse(text(name));
    } catch (DateTimeException e) {
      throw refused("'%s' is a time such as 2026-03-06T13:30:00Z".formatted(name));
    }
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    elements(name).forEach(each -> texts.add(text(each, "an element of " + name)));
    return texts;
  }

  <T> List<T> objects(String name, Function<Message, T> reading) {
    List<T> all = new ArrayList<>();
    elements(name)
        .forEach(each ->
            all.add(reading.apply(new Message(each, "an element of '" + name + "'").checked())));
    return all;
  }

  private JsonNode elements(String name) {
    JsonNode value = json.path(name);
    if (!value.isArray() || value.size() > MOST_ELEMENTS) {
      throw refused("'%s' is a list of at most %,d elements".formatted(name, MOST_ELEMENTS));
    }
    return value;
  }
}
