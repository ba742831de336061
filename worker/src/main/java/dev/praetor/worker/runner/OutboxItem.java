package dev.praetor.worker.runner;

import dev.praetor.store.blob.Blob;
import dev.praetor.store.model.StoreFailed;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * An event on its way to the server.
 *
 * @param json the event as JSON
 * @param values the large values to which it refers
 * @param outcome gets its outcome
 */
record OutboxItem(byte[] json, List<Blob> values, Outcome outcome) {
  /** Receives the outcome of an event. */
  interface Outcome {
    Outcome IGNORED =
        new Outcome() {
          @Override
          public void done(JsonNode outcome) {}

          @Override
          public void failed(StoreFailed why) {}
        };

    void done(JsonNode outcome);

    void failed(StoreFailed why);
  }

  /** Returns the number of bytes that wait with it. */
  long size() {
    return json.length + values.stream().mapToLong(value -> value.ref().size()).sum();
  }
}
