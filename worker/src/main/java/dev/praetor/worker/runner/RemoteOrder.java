package dev.praetor.worker.runner;

import dev.praetor.store.model.RunOrder;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads orders as the server sends them. */
final class RemoteOrder {
  private RemoteOrder() {}

  /** Returns an order; empty if this version of Praetor does not know its type. */
  static Optional<RunOrder> read(JsonNode json) {
    String by = json.path("by").asString("");
    String why = json.path("why").asString("");
    String task = json.path("task").asString("");
    return switch (json.path("type").asString("")) {
      case "cancel" -> Optional.of(new RunOrder.Cancel(by, why));
      case "pause" -> Optional.of(new RunOrder.Pause(by, why));
      case "resume" -> Optional.of(new RunOrder.Resume(by, why));
      case "approve" -> Optional.of(new RunOrder.Approve(task, by));
      case "refuse" -> Optional.of(new RunOrder.Refuse(task, by, why));
      case "skip" -> Optional.of(new RunOrder.Skip(task, by, why));
      case "finish" ->
          Optional.of(new RunOrder.Finish(task, json.path("value").asString("null"), by, why));
      case String _ -> Optional.empty();
    };
  }
}
