package dev.praetor.worker.runner;

import dev.praetor.RunId;
import dev.praetor.engine.Journal;
import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.history.RecordSource;
import dev.praetor.store.history.RecordedRunReader;
import dev.praetor.store.json.NodeCodecs;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.wire.Fields;
import dev.praetor.store.wire.RecordJson;
import dev.praetor.store.wire.RecordLines;
import dev.praetor.store.write.OwnedRuns;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The records of runs at the server. Thread-safe. */
final class RemoteRecords {
  private final RemoteSession session;
  private final RemoteValues values;
  private final OwnedRuns owned;
  private final Outbox outbox;

  RemoteRecords(RemoteSession session, RemoteValues values, OwnedRuns owned, Outbox outbox) {
    this.session = session;
    this.values = values;
    this.owned = owned;
    this.outbox = outbox;
  }

  /** Returns a run in its recorded state. */
  StoredRun run(RunId id) {
    return RecordJson.run(new Fields(session.patiently("GET", "/runs/" + id, null), "run"));
  }

  /** Returns the description of a version of a flow, if the server has it. */
  Optional<String> spec(String version) {
    try {
      return Optional.of(
          session.patiently("GET", "/versions/" + version, null).path("spec").asString());
    } catch (ServerRefused e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Reads the recorded results of a run, to resume or restart it. */
  RecordedRun recorded(RunId id, FlowDefinition flow) {
    RecordedRun recorded = new RecordedRunReader(read(id), new NodeCodecs(flow.graph())).read(id);
    recorded.setChildren((task, child) -> child(new Journal.Parent(id, task), child));
    return recorded;
  }

  /** Returns the record of a run within a run, which belongs to this runner unless it has ended. */
  private Optional<RecordedRun> child(Journal.Parent parent, FlowDefinition flow) {
    byte[] message =
        JsonMapper.shared()
            .writeValueAsBytes(
                JsonMapper.shared()
                    .createObjectNode()
                    .put("task", StorableText.plain(parent.task())));
    JsonNode answer =
        session.patiently("POST", "/runs/" + parent.run() + "/child", message).path("run");
    if (!answer.isObject()) {
      return Optional.empty();
    }
    StoredRun run = RecordJson.run(new Fields(answer, "run"));
    if (!run.state().isFinished()) {
      owned.claimed(run.id(), run.owner().epoch());
      outbox.owns(run.id(), run.owner().epoch());
    }
    return Optional.of(recorded(run.id(), flow));
  }

  private RecordSource read(RunId id) {
    byte[] bytes = session.patientBytes("GET", "/runs/" + id + "/record", null);
    return RecordLines.read(
        new String(bytes, StandardCharsets.UTF_8)
            .lines()
            .map(line -> line.getBytes(StandardCharsets.UTF_8)),
        values);
  }
}
