package dev.praetor.engine.document;

import dev.praetor.Failure;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes failures and their causes as JSON. */
public final class FailureJson {
  private FailureJson() {}

  /** Writes a failure as it is. Secrets must have been masked before. */
  public static ObjectNode of(Failure failure) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("type", failure.type());
    json.put("message", failure.message());
    json.put("trace", failure.trace());
    failure
        .cause()
        .ifPresentOrElse(cause -> json.set("cause", of(cause)), () -> json.putNull("cause"));
    return json;
  }
}
