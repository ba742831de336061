package dev.praetor.engine.spec;

import dev.praetor.engine.graph.Sha256;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Hashes the part of a flow that decides the results of its runs: its nodes with their inputs,
 * conditions, work and types, and the source of its value. Its retries and timeouts do not count.
 */
final class DecidingHash {
  private static final List<String> OF_NODES =
      List.of(
          "name",
          "kind",
          "mapped",
          "depth",
          "role",
          "inputs",
          "branches",
          "task",
          "version",
          "returns",
          "text",
          "flow",
          "arguments",
          "deciding",
          "until",
          "shape",
          "captured");

  private DecidingHash() {}

  /** Returns the first half of the SHA-256 hash, in hexadecimal. */
  static String of(FlowDescription flow) {
    ObjectNode spec = FlowSpecWriter.write(flow);
    spec.retain("nodes", "value");
    for (JsonNode node : spec.path("nodes")) {
      ((ObjectNode) node).retain(OF_NODES);
    }
    return Sha256.half(spec.toString());
  }
}
