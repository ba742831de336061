package dev.praetor.engine.document;

import dev.praetor.Failure;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A failure and its causes as JSON. */
public final class FailureJson {
  private FailureJson() {}

  /** The failure as it is; secrets are taken out before. */
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
