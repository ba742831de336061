package dev.praetor.client.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A flow that is registered, has run or has been served. Immutable.
 *
 * @param current the version that new runs get; absent if the flow is not registered
 * @param archive who archived it and when; absent if it is not archived
 * @param defaults the settings that people made for new runs; absent if it is not registered
 * @param limit the largest number of runs at the same time; absent without a limit
 */
public record FlowInfo(
    String name,
    String project,
    Optional<RegisteredInfo> current,
    Optional<Archive> archive,
    Optional<Defaults> defaults,
    Optional<Integer> limit) {
  public static final String FIELDS =
      "name project current { id number registered %s } archive { by since } defaults { parameters labels pool } limit"
          .formatted(RegisteredInfo.FIELDS);

  /** The fact that a flow is archived: the person and the time. */
  public record Archive(String by, Instant since) {}

  /**
   * The settings that people made for the new runs of a flow.
   *
   * @param parameters the values of parameters that a run does not give itself
   * @param labels the labels of new runs beside their own
   * @param pool the pool of the workers of new runs; absent if the code names it
   */
  public record Defaults(JsonNode parameters, Map<String, String> labels, Optional<String> pool) {
    public Defaults {
      labels = Map.copyOf(labels);
    }
  }

  public static FlowInfo of(Json json) {
    String name = json.text("name");
    String project = json.text("project");
    Json current = json.at("current");
    return new FlowInfo(
        name,
        project,
        current.list("registered", each -> each).stream()
            .map(each -> RegisteredInfo.of(each, name, current.text("id")))
            .filter(each -> each.project().equals(project))
            .filter(each -> each.number() == current.number("number"))
            .findFirst(),
        json.at("archive").map(each -> new Archive(each.text("by"), each.time("since"))),
        json.at("defaults")
            .map(each ->
                new Defaults(
                    each.node().path("parameters"),
                    each.texts("labels"),
                    each.optionalText("pool"))),
        json.optionalNumber("limit"));
  }
}
