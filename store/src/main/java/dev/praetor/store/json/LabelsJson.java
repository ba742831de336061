package dev.praetor.store.json;

import dev.praetor.store.db.StorableText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Writes the labels of a run as a JSON object and reads them. */
public final class LabelsJson {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private LabelsJson() {}

  /** Returns the labels as text; null if there are none. */
  public static @Nullable String write(Map<String, String> labels) {
    return labels.isEmpty() ? null : StorableText.ofJson(MAPPER.writeValueAsString(labels));
  }

  public static Map<String, String> read(@Nullable String json) {
    Map<String, String> labels = new LinkedHashMap<>();
    if (json != null) {
      MAPPER
          .readTree(json)
          .propertyStream()
          .forEach(label -> labels.put(label.getKey(), label.getValue().asString()));
    }
    return labels;
  }
}
