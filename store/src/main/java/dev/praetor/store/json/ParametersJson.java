package dev.praetor.store.json;

import dev.praetor.engine.Journal;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.graph.ParameterJson;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parameters of a run in their stored form. A value in which a secret occurs is masked, and a
 * note says so, so that the mask is never taken for the value.
 *
 * @param json the values as a JSON object
 * @param notes for each parameter whose value differs from the given value, the reason
 */
public record ParametersJson(String json, Map<String, String> notes) {
  private static final JsonMapper MAPPER = ExactJson.MAPPER;
  private static final String MASK = "***";

  /** Writes the parameters of a run. The values of secret ones are not written. */
  public static ParametersJson write(Journal.Start start, long limit)
      throws Journal.TooLarge, NotCarried {
    StringBuilder json = new StringBuilder("{");
    Map<String, String> notes = new LinkedHashMap<>();
    for (Map.Entry<String, @Nullable Object> parameter : start.parameters().entrySet()) {
      StoredValue value = value(parameter, start, limit - json.length());
      if (value.note() != null) {
        notes.put(parameter.getKey(), value.note());
      }
      json.append(json.length() == 1 ? "" : ",")
          .append(MAPPER.writeValueAsString(parameter.getKey()))
          .append(':')
          .append(text(value));
    }
    return new ParametersJson(json.append('}').toString(), notes);
  }

  private static StoredValue value(
      Map.Entry<String, @Nullable Object> parameter, Journal.Start start, long limit)
      throws Journal.TooLarge, NotCarried {
    if (start.secretParameters().contains(parameter.getKey())) {
      return new StoredValue("\"" + MASK + "\"", null, "it is a secret");
    }
    try {
      ValueCodec codec = ParameterJson.codec(start.graph(), parameter.getKey());
      return JsonValues.write(codec, parameter.getValue(), start.masker(), limit);
    } catch (NotCarried e) {
      throw e.in("parameter '" + parameter.getKey() + "'");
    }
  }

  private static String text(StoredValue value) {
    return value.blob() != null
        ? new String(value.blob().bytes(), StandardCharsets.UTF_8)
        : value.json() == null ? "null" : value.json();
  }

  /** Returns the notes as a JSON object. */
  public String notesJson() {
    return MAPPER.writeValueAsString(notes);
  }

  /**
   * Reads notes. Runs recorded without notes have a note on each parameter that contains a mask.
   */
  public static Map<String, String> readNotes(@Nullable String notes, String parameters) {
    Map<String, String> read = new LinkedHashMap<>();
    if (notes != null) {
      object(notes)
          .properties()
          .forEach(note -> read.put(note.getKey(), note.getValue().asString()));
    } else if (parameters.contains(MASK)) {
      for (Map.Entry<String, JsonNode> parameter : object(parameters).properties()) {
        if (parameter.getValue().toString().contains(MASK)) {
          read.put(parameter.getKey(), "secrets in it are masked");
        }
      }
    }
    return Map.copyOf(read);
  }

  private static ObjectNode object(String json) {
    return (ObjectNode) MAPPER.readTree(json);
  }
}
