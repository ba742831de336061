package dev.praetor.bench.server;

import tools.jackson.databind.JsonNode;

/** The answers of a server, which must be without errors. */
final class Answers {
  private Answers() {}

  static JsonNode data(JsonNode answer) {
    if (answer.has("errors")) {
      throw new IllegalStateException(answer.path("errors").toString());
    }
    return answer.path("data");
  }
}
