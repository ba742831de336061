package dev.praetor.store.json;

import dev.praetor.Schedule;
import dev.praetor.schedule.ScheduleJson;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.model.SchedulePause;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes schedules of flows, and their pauses, as JSON and reads them. */
public final class SchedulesJson {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private SchedulesJson() {}

  public static String write(Schedule schedule) {
    return StorableText.ofJson(JSON.writeValueAsString(ScheduleJson.toTree(schedule)));
  }

  public static Schedule read(String json) {
    return ScheduleJson.fromTree(JSON.readValue(json, Object.class));
  }

  /**
   * Returns whether two written schedules have the same times, though perhaps other rules for
   * missed occurrences and overlapping runs.
   */
  public static boolean haveSameTimes(String one, String other) {
    return times(one).equals(times(other));
  }

  private static JsonNode times(String json) {
    ObjectNode tree = (ObjectNode) JSON.readTree(json);
    return tree.remove(List.of("catchUp", "overlap"));
  }

  public static String write(SchedulePause pause) {
    return StorableText.ofJson(
        JSON.createObjectNode()
            .put("by", pause.by())
            .put("why", pause.why())
            .put("since", Micros.micros(pause.since()))
            .toString());
  }

  public static SchedulePause readPause(String json) {
    JsonNode pause = JSON.readTree(json);
    return new SchedulePause(
        pause.path("by").asString(""),
        pause.path("why").asString(""),
        Micros.of(pause.path("since").asLong()));
  }
}
