package dev.praetor.server.graphql.read;

import dev.praetor.TaskPath;
import dev.praetor.store.history.RecordedInput;
import dev.praetor.store.history.RecordedInputs;
import dev.praetor.store.history.RunHistory;
import dev.praetor.store.history.RunShape;
import dev.praetor.store.history.SourceText;
import dev.praetor.store.model.StoredRun;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the arguments of recorded task runs as JSON. */
record TaskRunInputs(RunHistory store) {
  /** The largest number of elements that are read for an argument that collects a list. */
  private static final int MOST = 10_000;

  /** Returns the arguments; absent for a mapped node itself, and for an unknown node. */
  Optional<JsonNode> of(StoredRun run, TaskPath path) {
    RunShape shape = RunShape.of(store, run);
    return shape
        .node(path.node())
        .filter(node -> path.depth() == node.dimensions())
        .map(node -> of(new RecordedInputs(store, run, shape, MOST), node, path));
  }

  private static JsonNode of(RecordedInputs inputs, RunShape.Node node, TaskPath path) {
    ArrayNode all = JsonMapper.shared().createArrayNode();
    int at = 0;
    for (RecordedInput input : inputs.of(node, path)) {
      ObjectNode one = all.addObject();
      one.put("from", SourceText.of(node.inputs().get(at)));
      at++;
      switch (input) {
        case RecordedInput.Value known -> one.set("value", known.json());
        case RecordedInput.Unknown unknown -> one.put("unknown", unknown.what());
      }
    }
    return all;
  }
}
