package dev.praetor.client;

/** A flow that is registered, has run or has been served. Immutable. */
public record FlowInfo(String name, String project) {
  static final String FIELDS = "name project";

  static FlowInfo of(Json json) {
    return new FlowInfo(json.text("name"), json.text("project"));
  }
}
