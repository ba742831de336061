package dev.praetor.store;

import tools.jackson.databind.json.JsonMapper;

/** Where a run comes from, as JSON. */
final class OriginJson {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private OriginJson() {}

  static String write(RunStore.Origin origin) {
    return Texts.ofJson(MAPPER.writeValueAsString(origin));
  }

  static RunStore.Origin read(String json) {
    return MAPPER.readValue(json, RunStore.Origin.class);
  }
}
