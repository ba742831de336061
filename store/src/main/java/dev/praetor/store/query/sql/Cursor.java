package dev.praetor.store.query.sql;

import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.condition.InvalidQuery;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/**
 * The place of an entity in an order, as text that is opaque to callers.
 *
 * @param key for each field of the order the value of the entity: a text, a number, or null
 */
public record Cursor(List<@Nullable Object> key) {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int LONGEST = 200_000;

  public Cursor {
    key = Collections.unmodifiableList(new ArrayList<>(key));
  }

  public String write(TotalOrder order) {
    ArrayNode all = JSON.createArrayNode().add(order.signature());
    for (Object value : key) {
      switch (value) {
        case null -> all.addNull();
        case Long number -> all.add(number.longValue());
        default -> all.add(value.toString());
      }
    }
    byte[] json = all.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(json.length + Integer.BYTES);
    bytes.putInt(sum(json)).put(json);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * Reads a cursor.
   *
   * @throws InvalidQuery if it is damaged, or belongs to another order
   */
  public static Cursor read(String text, TotalOrder order) {
    JsonNode all = parse(text);
    if (!all.path(0).asString("").equals(order.signature())) {
      throw new InvalidQuery(
          "the cursor",
          "the cursor belongs to a list in another order",
          "use a cursor with the order of the page that it came with, or begin with the first page");
    }
    List<@Nullable Object> key = new ArrayList<>();
    for (int i = 0; i < order.orders().size(); i++) {
      key.add(value(all.path(i + 1), order.orders().get(i).field()));
    }
    return new Cursor(key);
  }

  /** Returns whether this place comes before another one in an order. */
  public boolean precedes(Cursor other, TotalOrder order) {
    for (int i = 0; i < key.size(); i++) {
      int compared = compare(key.get(i), other.key.get(i), order.orders().get(i).descending());
      if (compared != 0) {
        return compared < 0;
      }
    }
    return false;
  }

  private static int compare(@Nullable Object one, @Nullable Object other, boolean descending) {
    if (one == null || other == null) {
      return Boolean.compare(one == null, other == null);
    }
    int compared =
        one instanceof Long number && other instanceof Long another
            ? Long.compare(number, another)
            : CodePointOrder.compare(one.toString(), other.toString());
    return descending ? -compared : compared;
  }

  private static @Nullable Object value(JsonNode value, Field field) {
    if (value.isNull() && field.isOptional()) {
      return null;
    }
    boolean text = Column.of(field).text();
    if (text && value.isString()) {
      return value.asString();
    }
    if (!text && value.canConvertToLong()) {
      return value.asLong();
    }
    throw damaged();
  }

  private static JsonNode parse(String text) {
    if (text.length() > LONGEST) {
      throw damaged();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length <= Integer.BYTES) {
        throw damaged();
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      int sum = buffer.getInt();
      byte[] json = new byte[buffer.remaining()];
      buffer.get(json);
      if (sum != sum(json)) {
        throw damaged();
      }
      return JSON.readTree(json);
    } catch (IllegalArgumentException | JacksonException e) {
      throw damaged();
    }
  }

  private static int sum(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return (int) sum.getValue();
  }

  private static InvalidQuery damaged() {
    return new InvalidQuery(
        "the cursor", "the cursor is damaged", "use the text as it came with a page");
  }
}
