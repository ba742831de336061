package dev.praetor.store;

import dev.praetor.engine.Masker;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Values of authors as JSON, and back. Both call code of authors. */
final class JsonValues {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.FAIL_ON_EMPTY_BEANS).build();

  private JsonValues() {}

  /** A value as it is kept, and what there is to say about it. */
  record Kept(@Nullable String json, @Nullable String note) {
    static final Kept NOTHING = new Kept(null, null);
  }

  static Kept write(@Nullable Object value, Masker masker) {
    if (value != null && value.getClass().isHidden()) {
      // Jackson would write a lambda as an empty object.
      return new Kept(null, "a lambda, which is not JSON");
    }
    String json;
    try {
      json = MAPPER.writeValueAsString(value);
    } catch (Throwable thrown) {
      String type = value == null ? "null" : value.getClass().getName();
      return new Kept(null, "a " + type + ", which is not JSON: " + reason(thrown, masker));
    }
    String masked = masker.isEmpty() ? json : masker.mask(json);
    if (masked.equals(json)) {
      return new Kept(Texts.ofJson(json), null);
    }
    return new Kept(Texts.ofJson(valid(masked)), "secrets in it are masked");
  }

  /** JSON without secrets, which is JSON still. */
  static String masked(String json, Masker masker) {
    String masked = masker.mask(json);
    return masked.equals(json) ? json : valid(masked);
  }

  private static String reason(Throwable thrown, Masker masker) {
    String text =
        thrown instanceof JacksonException json
            ? String.valueOf(json.getOriginalMessage())
            : thrown.getClass().getName();
    return Texts.plain(masker.mask(text, 200));
  }

  /** A secret that was a number leaves text that is not JSON any more. */
  private static String valid(String masked) {
    try {
      MAPPER.readTree(masked);
      return masked;
    } catch (JacksonException e) {
      return MAPPER.writeValueAsString(masked);
    }
  }

  static @Nullable Object read(String json, Type type, String node) {
    try {
      return type == void.class || type == Void.class
          ? null
          : MAPPER.readValue(json, MAPPER.constructType(type));
    } catch (JacksonException e) {
      throw new StoreFailed(
          "the value kept for '" + node + "' cannot be read as " + type.getTypeName(), e);
    }
  }
}
