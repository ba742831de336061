package dev.praetor.client.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A secret without its value. Immutable.
 *
 * @param version the number of times that it was set
 * @param setBy the person or the key that set it last; empty if that is not known
 * @param lastUse the last run that read it
 * @param grants the flows whose runs may read it
 */
public record SecretInfo(
    String project,
    String name,
    int version,
    Instant created,
    Instant set,
    String setBy,
    Optional<Use> lastUse,
    List<Grant> grants) {
  public static final String FIELDS =
      "project name version created set setBy lastUse { %s } grants { flow created createdBy }"
          .formatted(Use.FIELDS);

  public SecretInfo {
    grants = List.copyOf(grants);
  }

  /**
   * The permission of the runs of a flow.
   *
   * @param flow the flow; absent for all flows of the project
   * @param by who gave it; empty if that is not known
   */
  public record Grant(Optional<String> flow, String by, Instant time) {
    static Grant of(Json json) {
      return new Grant(
          json.optionalText("flow"),
          json.optionalText("createdBy").orElse(""),
          json.time("created"));
    }
  }

  /**
   * The reads of a run.
   *
   * @param reads the number of reads
   */
  public record Use(String run, String flow, Instant first, Instant last, long reads) {
    public static final String FIELDS = "run flow first last reads";

    public static Use of(Json json) {
      return new Use(
          json.text("run"),
          json.text("flow"),
          json.time("first"),
          json.time("last"),
          json.large("reads"));
    }
  }

  public static SecretInfo of(Json json) {
    return new SecretInfo(
        json.text("project"),
        json.text("name"),
        json.number("version"),
        json.time("created"),
        json.time("set"),
        json.optionalText("setBy").orElse(""),
        json.at("lastUse").map(Use::of),
        json.list("grants", Grant::of));
  }
}
