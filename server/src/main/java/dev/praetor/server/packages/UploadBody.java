package dev.praetor.server.packages;

import dev.praetor.engine.task.PlainName;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.http.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An object in the body of a request, whose members are checked when they are read.
 *
 * @param where the place of the object in the body, for messages
 */
record UploadBody(JsonNode json, String where) {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final int LONGEST_NAME = 500;

  static UploadBody of(Call call) {
    try {
      return object(JsonMapper.shared().readTree(call.text()), "the body of the request");
    } catch (JacksonException e) {
      throw refused("the body of the request is not JSON");
    }
  }

  private static UploadBody object(JsonNode json, String where) {
    if (!json.isObject()) {
      throw refused(where + " is an object");
    }
    return new UploadBody(json, where);
  }

  static RequestRefused refused(String why) {
    return new RequestRefused(ApiCode.BAD_REQUEST, why);
  }

  /** Checks that the object has no members but these. */
  UploadBody only(String... names) {
    Set<String> known = Set.of(names);
    json.properties()
        .forEach(member -> {
          if (!known.contains(member.getKey())) {
            throw refused(
                "%s has no member '%s'; the members are %s"
                    .formatted(
                        where, shortened(member.getKey()), String.join(", ", List.of(names))));
          }
        });
    return this;
  }

  private static String shortened(String text) {
    return text.length() <= 50 ? text : text.substring(0, 50) + "…";
  }

  private JsonNode member(String name) {
    JsonNode member = json.get(name);
    if (member == null || member.isNull()) {
      throw refused("'%s' is missing in %s".formatted(name, where));
    }
    return member;
  }

  UploadBody object(String name) {
    return object(member(name), "'" + name + "'");
  }

  /** Returns a text of the kind that people read: short, in one line. */
  String name(String name) {
    JsonNode text = member(name);
    if (!text.isString() || text.asString().isBlank() || text.asString().length() > LONGEST_NAME) {
      throw refused(
          "'%s' in %s is a text of 1 to %d characters in one line"
              .formatted(name, where, LONGEST_NAME));
    }
    PlainName.hidden(text.asString())
        .ifPresent(hidden -> {
          throw refused(
              "'%s' in %s has the character %s, which cannot be seen"
                  .formatted(name, where, hidden));
        });
    return text.asString();
  }

  /** Returns a text of the kind that people read, if there is one. */
  Optional<String> optionalName(String name) {
    return json.has(name) ? Optional.of(name(name)) : Optional.empty();
  }

  String hash(String name) {
    JsonNode text = member(name);
    return hash(text.isString() ? text.asString() : "", name);
  }

  static String hash(String text, String name) {
    if (!HASH.matcher(text).matches()) {
      throw refused(
          "'%s' is a SHA-256 in lower-case hexadecimal, of 64 characters".formatted(name));
    }
    return text;
  }

  long size(String name, long most) {
    JsonNode number = member(name);
    if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
      throw refused("'%s' in %s is a whole number from 0".formatted(name, where));
    }
    if (number.asLong() > most) {
      throw new RequestRefused(
          ApiCode.TOO_LARGE,
          "'%s' in %s is at most %,d, not %,d".formatted(name, where, most, number.asLong()));
    }
    return number.asLong();
  }

  /** Returns the elements of a list. */
  <T> List<T> list(String name, int most, Function<JsonNode, T> reader) {
    JsonNode list = member(name);
    if (!list.isArray()) {
      throw refused("'%s' in %s is a list".formatted(name, where));
    }
    if (list.size() > most) {
      throw new RequestRefused(
          ApiCode.TOO_LARGE,
          "'%s' in %s has at most %,d elements, not %,d".formatted(name, where, most, list.size()));
    }
    List<T> all = new ArrayList<>();
    list.forEach(each -> all.add(reader.apply(each)));
    return all;
  }

  /** Returns the objects of a list. */
  <T> List<T> objects(String name, int most, Function<UploadBody, T> reader) {
    return list(name, most, each -> reader.apply(object(each, "an element of '" + name + "'")));
  }
}
