package dev.praetor.store.json;

import dev.praetor.store.db.StorableText;
import dev.praetor.store.model.RunOrigin;
import tools.jackson.databind.json.JsonMapper;

/** Writes the origin of a run as JSON and reads it. */
public final class OriginJson {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private OriginJson() {}

  public static String write(RunOrigin origin) {
    return StorableText.ofJson(MAPPER.writeValueAsString(origin));
  }

  public static RunOrigin read(String json) {
    return MAPPER.readValue(json, RunOrigin.class);
  }
}
