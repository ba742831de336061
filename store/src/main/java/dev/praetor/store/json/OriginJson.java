package dev.praetor.store.json;

import dev.praetor.store.RunStore;
import dev.praetor.store.db.StorableText;
import tools.jackson.databind.json.JsonMapper;

/** Where a run comes from, as JSON. */
public final class OriginJson {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private OriginJson() {}

  public static String write(RunStore.Origin origin) {
    return StorableText.ofJson(MAPPER.writeValueAsString(origin));
  }

  public static RunStore.Origin read(String json) {
    return MAPPER.readValue(json, RunStore.Origin.class);
  }
}
