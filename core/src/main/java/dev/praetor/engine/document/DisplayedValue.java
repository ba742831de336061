package dev.praetor.engine.document;

import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.secret.Masker;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A value as documents and tables show it.
 *
 * @param json the value without secrets; a text in parentheses stands for each part of the value
 *     that could not be read
 * @param note the reason for which the shown value differs from the value itself, if it does
 */
public record DisplayedValue(JsonNode json, Optional<String> note) {
  private static final String MASKED = "secrets in it are masked";

  /** Returns a recorded value, whose secrets were masked when it was recorded. */
  public static JsonNode recorded(String json) {
    return ExactJson.shown(DisplayJson.tree(json));
  }

  static DisplayedValue of(String json, Masker masker) {
    String masked = masker.isEmpty() ? json : masker.maskJson(json);
    return new DisplayedValue(
        recorded(masked), masked.equals(json) ? Optional.empty() : Optional.of(MASKED));
  }

  /** Returns the parts of a value that could be read, and the reason the others could not. */
  static DisplayedValue of(JsonNode parts, String note, Masker masker) {
    return new DisplayedValue(of(parts.toString(), masker).json(), Optional.of(masker.mask(note)));
  }

  static DisplayedValue absent(String note) {
    return new DisplayedValue(DisplayJson.text("(" + note + ")"), Optional.of(note));
  }

  /** Returns the value on one line, cut after a number of characters. */
  public String text(int most) {
    String text = json.isString() ? json.asString() : json.toString();
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }
}
