package dev.praetor.worker.runner;

import dev.praetor.store.blob.Blob;
import dev.praetor.store.model.StoreFailed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

    /** Notes the outcome, before the greeting of a later session says what is noted. */
    default void note(JsonNode outcome) {}

    /** Tells those who wait for the outcome. */
    void done(JsonNode outcome);

    void failed(StoreFailed why);
  }

  /** Returns the number of bytes that wait with it. */
  long size() {
    return json.length + values.stream().mapToLong(value -> value.ref().size()).sum();
  }

  /** Returns the message with which a request with a number carries events. */
  static byte[] message(List<OutboxItem> items, long number) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(("{\"request\":" + number + ",\"events\":[").getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        bytes.write(',');
      }
      bytes.writeBytes(items.get(i).json());
    }
    bytes.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  /** Returns the outcomes in the details of a refusal, one for each event. */
  static List<JsonNode> outcomes(JsonNode details) {
    List<JsonNode> all = new ArrayList<>();
    details.forEach(each -> all.add(each.path("outcome")));
    return all;
  }
}
