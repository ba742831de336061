package dev.praetor.engine.local;

import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.graph.Graph;
import dev.praetor.engine.graph.ParameterJson;
import dev.praetor.engine.secret.Masker;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Masks the values of secret parameters: their texts, and all texts and numbers in them. */
final class SecretParameters {
  private SecretParameters() {}

  static void hide(Graph graph, String name, @Nullable Object value, Masker masker) {
    masker.hideValue(value);
    if (value == null || value instanceof Boolean) {
      return;
    }
    try {
      // The fields of a value, which need not be properties, nor in its text.
      String json = ParameterJson.codec(graph, name).text(value);
      JsonNode parts = withoutTypes(ExactJson.MAPPER.readTree(json));
      masker.hide(parts.isContainer() ? parts.toString() : parts.asString());
      hideBytes(parts, masker);
      hideKeys(value, masker);
    } catch (NotCarried e) {
      // A value that is kept nowhere is not written either.
      masker.hide(value.toString());
    }
  }

  /** Masks the keys of maps, which look like names of parts in the JSON of a value. */
  private static void hideKeys(@Nullable Object value, Masker masker) {
    switch (value) {
      case Map<?, ?> map ->
          map.forEach((key, part) -> {
            masker.hideValue(key);
            hideKeys(part, masker);
          });
      case Collection<?> all -> all.forEach(part -> hideKeys(part, masker));
      case null, default -> {}
    }
  }

  /** Removes the names of types, which are no secrets. */
  private static JsonNode withoutTypes(JsonNode json) {
    if (json instanceof ObjectNode object) {
      object.remove("@");
    }
    json.forEach(SecretParameters::withoutTypes);
    return json;
  }

  /** Masks the texts that are bytes in a value. */
  private static void hideBytes(JsonNode json, Masker masker) {
    json.forEach(part -> hideBytes(part, masker));
    if (!json.isString()) {
      return;
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(json.asString());
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.chars().noneMatch(Character::isISOControl)) {
        masker.hide(text);
      }
    } catch (IllegalArgumentException | CharacterCodingException noBytesOfText) {
      return;
    }
  }
}
