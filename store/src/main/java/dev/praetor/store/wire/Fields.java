package dev.praetor.store.wire;

import dev.praetor.RunId;
import dev.praetor.store.db.StorableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the members of a message, and refuses what they cannot be.
 *
 * @param json an object or an array
 * @param where its place in the message, for errors
 */
public record Fields(JsonNode json, String where) {
  /** The length of the longest name of a node, a flow or a tag, in characters. */
  static final int NAME = 4_000;

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final JsonFactory TEXTS =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();
  private static final JsonMapper MAPPER = JsonMapper.builder(TEXTS).build();

  /**
   * Reads a message, which must be an object.
   *
   * @param name the name of the message, for errors
   */
  public static Fields of(byte[] message, String name) {
    try {
      JsonNode json = MAPPER.readTree(message);
      if (json == null || !json.isObject()) {
        throw new Malformed(name, "must be a JSON object");
      }
      return new Fields(json, name);
    } catch (JacksonException e) {
      throw new Malformed(name, "is not valid JSON");
    }
  }

  private JsonNode member(String name) {
    JsonNode member = json.get(name);
    if (member == null || member.isNull()) {
      throw new Malformed(place(name), "is missing");
    }
    return member;
  }

  private String place(String name) {
    return where + "." + name;
  }

  /** Returns whether there is a member of this name that is not null. */
  public boolean has(String name) {
    return json.hasNonNull(name);
  }

  public String text(String name) {
    return text(member(name), place(name));
  }

  public Optional<String> optionalText(String name) {
    return has(name) ? Optional.of(text(name)) : Optional.empty();
  }

  /** Returns a name, which is not empty, not too long, and can be stored. */
  public String name(String name) {
    return name(member(name), place(name));
  }

  static String text(JsonNode json, String where) {
    if (!json.isString()) {
      throw new Malformed(where, "must be a text");
    }
    String text = json.asString();
    if (!StorableText.plain(text).equals(text)) {
      throw new Malformed(where, "has characters that cannot be stored");
    }
    return text;
  }

  static String name(JsonNode json, String where) {
    String name = text(json, where);
    if (name.isEmpty() || name.length() > NAME) {
      throw new Malformed(where, "must have 1 to %,d characters".formatted(NAME));
    }
    return name;
  }

  /** Returns a text that is itself JSON. */
  public String json(String name) {
    return json(member(name), place(name));
  }

  static String json(JsonNode json, String where) {
    String text = text(json, where);
    try (JsonParser in = TEXTS.createParser(ObjectReadContext.empty(), text)) {
      if (in.nextToken() == null) {
        throw new Malformed(where, "must be JSON");
      }
      in.skipChildren();
      if (in.nextToken() != null) {
        throw new Malformed(where, "must be one JSON value");
      }
      return text;
    } catch (JacksonException e) {
      throw new Malformed(where, "must be JSON");
    }
  }

  static String hash(JsonNode json, String where) {
    String hash = text(json, where);
    if (!HASH.matcher(hash).matches()) {
      throw new Malformed(where, "must be a SHA-256 in lower-case hexadecimal");
    }
    return hash;
  }

  public String hash(String name) {
    return hash(member(name), place(name));
  }

  public long number(String name, long least, long most) {
    return number(member(name), place(name), least, most);
  }

  public int integer(String name, int least, int most) {
    return (int) number(name, least, most);
  }

  static long number(JsonNode json, String where, long least, long most) {
    if (!json.isIntegralNumber() || !json.canConvertToLong()) {
      throw new Malformed(where, "must be a whole number");
    }
    long number = json.asLong();
    if (number < least || number > most) {
      throw new Malformed(where, "must be from %d to %d".formatted(least, most));
    }
    return number;
  }

  static int integer(JsonNode json, String where, int least, int most) {
    return (int) number(json, where, least, most);
  }

  static @Nullable Long optionalNumber(JsonNode json, String where) {
    return json.isMissingNode() || json.isNull()
        ? null
        : (Long) number(json, where, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Returns a truth value; false if there is no such member. */
  public boolean flag(String name) {
    if (!has(name)) {
      return false;
    }
    if (!member(name).isBoolean()) {
      throw new Malformed(place(name), "must be true or false");
    }
    return member(name).asBoolean();
  }

  /** Returns the names in an array; none if there is no such member. */
  public List<String> names(String name) {
    return all(name, Fields::name);
  }

  public RunId run(String name) {
    return run(member(name), place(name));
  }

  static RunId run(JsonNode json, String where) {
    String text = text(json, where);
    try {
      return RunId.parse(text);
    } catch (IllegalArgumentException e) {
      throw new Malformed(where, "must be the id of a run");
    }
  }

  public Fields object(String name) {
    JsonNode member = member(name);
    if (!member.isObject()) {
      throw new Malformed(place(name), "must be an object");
    }
    return new Fields(member, place(name));
  }

  /** Returns the elements of an array; none if there is no such member. */
  public <T> List<T> all(String name, BiFunction<JsonNode, String, T> element) {
    if (!has(name)) {
      return List.of();
    }
    JsonNode member = member(name);
    if (!member.isArray()) {
      throw new Malformed(place(name), "must be an array");
    }
    List<T> all = new ArrayList<>(member.size());
    for (JsonNode each : member) {
      all.add(element.apply(each, place(name) + "[" + all.size() + "]"));
    }
    return all;
  }

  /** Returns the objects of an array; none if there is no such member. */
  public <T> List<T> objects(String name, Function<Fields, T> element) {
    return all(name, (json, place) -> element.apply(object(json, place)));
  }

  static Fields object(JsonNode json, String where) {
    if (!json.isObject()) {
      throw new Malformed(where, "must be an object");
    }
    return new Fields(json, where);
  }

  /** Returns the elements of an array with a number of elements. */
  static JsonNode array(JsonNode json, String where, int least, int most) {
    if (!json.isArray() || json.size() < least || json.size() > most) {
      throw new Malformed(
          where,
          least == most
              ? "must be an array of %d".formatted(least)
              : "must be an array of %d to %d".formatted(least, most));
    }
    return json;
  }

  /** Calls a reader of a text, and refuses the text if it cannot be read. */
  static <T> T checked(String where, String what, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (Malformed e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw new Malformed(where, "must be " + what);
    }
  }
}
