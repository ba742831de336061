package dev.praetor.store.write;

import dev.praetor.FlowSpec;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.Transition;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.secret.Masker;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.json.HistoryJson;
import dev.praetor.store.json.OriginJson;
import dev.praetor.store.model.Admission;
import dev.praetor.store.model.DueRun;
import dev.praetor.store.model.RegisteredVersion;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.RunOrigin;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes runs of registered flows, whose code this process does not have: they wait for a process
 * with the code of their package. Thread-safe.
 */
public final class RegisteredRuns {
  private final WritePath path;

  public RegisteredRuns(WritePath path) {
    this.path = path;
  }

  /**
   * A run to make.
   *
   * @param spec the description of the flow
   * @param parameters the checked values of its parameters
   * @param created the time at which it is made
   * @param due the time at which it is due
   */
  public record NewRun(
      RunId id,
      RegisteredVersion version,
      FlowSpec spec,
      String name,
      Map<String, JsonNode> parameters,
      RunOrigin origin,
      Instant created,
      Instant due) {
    public NewRun {
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    public NewRun withName(String other) {
      return new NewRun(id, version, spec, other, parameters, origin, created, due);
    }
  }

  /** Records a run unless an earlier run has its key. Returns when the answer is durable. */
  public Admission admit(NewRun run, RunEntry entry) {
    return admit(run, entry, null, null);
  }

  /**
   * Records a run that restarts an earlier one, unless an earlier run has its key.
   *
   * @param from the place from which it runs again
   */
  public Admission admitRestart(NewRun run, RunEntry entry, RunId earlier, String from) {
    return admit(run, entry, null, new Restart(earlier, from));
  }

  private record Restart(RunId earlier, String from) {}

  /**
   * Records a run that is due by a schedule, unless there is one for the occurrence, together with
   * the fact that the occurrence was handled.
   */
  public Admission admitDue(NewRun run, RunEntry entry, DueRun due) {
    return admit(run, entry, due, null);
  }

  private Admission admit(
      NewRun run, RunEntry entry, @Nullable DueRun due, @Nullable Restart restart) {
    Job.Version version =
        new Job.Version(
            run.version().version(),
            run.version().flowKey(),
            StorableText.ofJson(run.spec().json()));
    Job.Admit job =
        new Job.Admit(
            row(run, restart),
            entry,
            false,
            restart == null ? null : restart.from(),
            due,
            version,
            WriteQueue.change(),
            new CompletableFuture<>());
    path.writer().add(job);
    return WriteQueue.await(job.done());
  }

  private static BatchRows.BeginRow row(NewRun run, @Nullable Restart restart) {
    State first = new State.Pending("", run.created());
    BatchRows.Origin origin =
        new BatchRows.Origin(
            OriginJson.write(run.origin()),
            StorableText.plain(run.origin().user()),
            run.version().code().sha256());
    return new BatchRows.BeginRow(
        run.id().toString(),
        new BatchRows.Definition(
            StorableText.plain(run.version().flowKey()),
            run.version().version(),
            StorableText.plain(run.name()),
            StorableText.ofJson(ExactJson.MAPPER.writeValueAsString(run.parameters())),
            "{}"),
        new BatchRows.Lineage(
            origin, null, null, restart == null ? null : restart.earlier().toString()),
        Micros.micros(run.created()),
        Micros.micros(run.due()),
        HistoryJson.write(List.of(new Transition(0, first)), new Masker()));
  }
}
