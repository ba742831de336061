package dev.praetor.client.model;

import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A row of the audit log. Immutable.
 *
 * @param sequence its number, counted from 1 without gaps
 * @param request an id of the request, which all its rows have
 * @param hash the SHA-256 of the row and of the hash of the row before
 */
public record AuditInfo(
    long sequence,
    Instant time,
    String request,
    Sender sender,
    Act act,
    Outcome outcome,
    String hash) {
  public static final String FIELDS =
      "sequence time request actor actorKind address action project targetKind target arguments"
          + " before after outcome code message hash";

  /**
   * The sender of the request.
   *
   * @param name the name of its key; empty if it did not prove one
   * @param kind the way in which it proved who it is, as in the schema: {@code KEY}
   * @param address the address of the connection
   */
  public record Sender(String name, String kind, String address) {}

  /**
   * The act: something that was done, or refused.
   *
   * @param action its name, as in {@code createRun}
   * @param kind the kind of the target, as in the schema: {@code RUN}
   * @param target the id or name of the target; may be empty
   * @param arguments what it was done with
   * @param before what the target was; absent if there was none, or nothing changed
   * @param after what the target became; absent if there is none, or nothing changed
   */
  public record Act(
      String action,
      Optional<String> project,
      String kind,
      String target,
      JsonNode arguments,
      Optional<JsonNode> before,
      Optional<JsonNode> after) {}

  /**
   * The outcome.
   *
   * @param done true if it was done, false if it was refused
   * @param code the code of the error
   * @param message the message of the error, or a remark; may be empty
   */
  public record Outcome(boolean done, Optional<String> code, String message) {}

  public static AuditInfo of(Json json) {
    return new AuditInfo(
        json.large("sequence"),
        json.time("time"),
        json.text("request"),
        new Sender(json.text("actor"), json.text("actorKind"), json.text("address")),
        new Act(
            json.text("action"),
            json.optionalText("project"),
            json.text("targetKind"),
            json.text("target"),
            json.node().path("arguments"),
            json.at("before").map(Json::node),
            json.at("after").map(Json::node)),
        new Outcome(
            json.text("outcome").equals("DONE"), json.optionalText("code"), json.text("message")),
        json.text("hash"));
  }
}
