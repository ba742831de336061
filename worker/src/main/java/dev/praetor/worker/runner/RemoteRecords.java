package dev.praetor.worker.runner;

import dev.praetor.RunId;
import dev.praetor.engine.Journal;
import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.taskruns.ElementHashes;
import dev.praetor.store.blob.BlobReader;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.history.RecordSource;
import dev.praetor.store.history.RecordedRow;
import dev.praetor.store.history.RecordedRunReader;
import dev.praetor.store.json.NodeCodecs;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.wire.Fields;
import dev.praetor.store.wire.RecordJson;
import dev.praetor.store.write.OwnedRuns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
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
    Source source = new Source(read(id));
    RecordedRun recorded = new RecordedRunReader(source, new NodeCodecs(flow.graph())).read(id);
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

  private List<Fields> read(RunId id) {
    byte[] bytes = session.patientBytes("GET", "/runs/" + id + "/record", null);
    List<Fields> lines = new ArrayList<>();
    new String(bytes, StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> lines.add(Fields.of(line.getBytes(StandardCharsets.UTF_8), "record")));
    if (lines.isEmpty() || !lines.removeLast().flag("end")) {
      throw session.unavailable("the record of run " + id + " did not arrive whole");
    }
    return lines;
  }

  /** A record that has been read. */
  private final class Source implements RecordSource {
    private final List<Fields> lines;

    Source(List<Fields> lines) {
      this.lines = lines;
    }

    @Override
    public StoredRun run(RunId id) {
      return RecordJson.run(lines.getFirst());
    }

    @Override
    public void elements(RunId run, BiConsumer<String, ElementHashes> consumer) {
      lines.stream()
          .filter(line -> line.has("elementsOf"))
          .forEach(line ->
              consumer.accept(line.name("elementsOf"), ElementHashes.parse(line.text("hashes"))));
    }

    @Override
    public void taskRuns(RunId run, Consumer<RecordedRow> consumer) {
      lines.stream()
          .filter(line -> line.has("node"))
          .forEach(line -> consumer.accept(RecordJson.row(line, values::read)));
    }

    @Override
    public BlobReader blobs() {
      return values;
    }
  }
}
