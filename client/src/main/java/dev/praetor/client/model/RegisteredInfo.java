package dev.praetor.client.model;

import java.time.Instant;

/**
 * A registered version of a flow. Immutable.
 *
 * @param number the number, which counts up in the flow from 1
 * @param version the hash of the flow's description
 * @param code the package
 * @param by the person who registered it
 */
public record RegisteredInfo(
    String project,
    String flow,
    int number,
    String version,
    PackageInfo code,
    String by,
    Instant created) {
  public static final String FIELDS =
      "{ project number by created package " + PackageInfo.FIELDS + " }";

  /** Reads a version of a flow that is known. */
  public static RegisteredInfo of(Json json, String flow, String version) {
    return new RegisteredInfo(
        json.text("project"),
        flow,
        json.number("number"),
        version,
        PackageInfo.of(json.at("package")),
        json.text("by"),
        json.time("created"));
  }

  public static RegisteredInfo of(Json json) {
    return new RegisteredInfo(
        json.text("project"),
        json.text("flow"),
        json.number("number"),
        json.text("version"),
        PackageInfo.of(json.at("package")),
        json.text("by"),
        json.time("created"));
  }
}
