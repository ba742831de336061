package dev.praetor.store.secret;

import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The secrets that the tasks of a version of a flow declare, by name. */
record DeclaredSecrets(Set<String> names) {
  DeclaredSecrets {
    names = Set.copyOf(names);
  }

  /** Reads the description of a flow. */
  static DeclaredSecrets in(String spec) {
    Set<String> names = new HashSet<>();
    JsonNode nodes = JsonMapper.shared().readTree(spec).path("nodes");
    nodes.forEach(node -> node.path("secrets").forEach(name -> names.add(name.asString(""))));
    return new DeclaredSecrets(names);
  }
}
