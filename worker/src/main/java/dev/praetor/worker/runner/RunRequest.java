package dev.praetor.worker.runner;

import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** Requests of runs for something by its name. */
final class RunRequest {
  private RunRequest() {}

  static byte[] of(UUID run, String name) {
    return JsonMapper.shared()
        .writeValueAsBytes(
            JsonMapper.shared().createObjectNode().put("run", run.toString()).put("name", name));
  }
}
