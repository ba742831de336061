package dev.praetor.store.write;

import dev.praetor.RunId;
import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.store.model.Admission;
import dev.praetor.store.model.DueRun;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a process that has the database, and so may also ask it to admit runs.
 * Thread-safe.
 */
public final class StoreJournal extends RunJournal {
  /** The user who starts runs that are due by a schedule. */
  private static final String SCHEDULE = "schedule";

  private final JournalWriter writer;
  private final BatchRows.Origin originOfDue;

  /**
   * Creates a journal for the runs of a flow.
   *
   * @param writer the writer of the path
   * @param stored the function that reads a run to resume, and throws {@link StoreFailed} if there
   *     is no such run
   */
  public StoreJournal(
      WritePath path,
      JournalWriter writer,
      JournalListener others,
      Function<RunId, StoredRun> stored,
      FlowDefinition flow,
      RunOrigin origin) {
    super(path, others, stored, flow, origin);
    this.writer = writer;
    this.originOfDue = BatchRows.Origin.of(new RunOrigin(origin.target(), SCHEDULE), path.code());
  }

  /**
   * Asks the store to admit a run, and records it unless an earlier run has its key. Returns when
   * the answer is durable. If the run starts, it begins next in this journal; if it waits, a
   * process that serves its flow claims it later.
   *
   * @param startsHere true if this process can start the run at once
   * @param restartFrom the place from which a restart runs again; absent for any other run
   * @throws StoreFailed if the run would have to wait and its parameters are not recorded whole, or
   *     nothing can be recorded
   */
  public Admission admit(
      Start start, RunEntry entry, boolean startsHere, Optional<String> restartFrom) {
    return admit(start, admitting(start, entry, null, startsHere, restartFrom.orElse(null)));
  }

  /**
   * Asks the store to admit a run that is due by the schedule of its flow, as the method for other
   * runs does. That the occurrence was handled is recorded together with the run.
   */
  public Admission admitDue(Start start, RunEntry entry, DueRun due, boolean startsHere) {
    return admit(start, admitting(start, entry, due, startsHere, null));
  }

  private Admission admit(Start start, Job.Admit job) {
    path().writer().add(job);
    Admission answer = WriteQueue.await(job.done());
    if (answer instanceof Admission.Starts) {
      path().owned().admitted(start.run(), 1, List.of(RunEncoder.first(start)));
    }
    return answer;
  }

  /**
   * Records a run that waits, in the transaction of a caller's connection to the same database: if
   * that commits, a process that serves the flow starts the run, otherwise there is no run.
   *
   * @throws SQLException if the database refuses; the transaction can only be rolled back then
   */
  public Admission admit(Connection connection, Start start, RunEntry entry) throws SQLException {
    Job.Admit job = admitting(start, entry, null, false, null);
    try (CallersTransaction transaction = writer.within(connection)) {
      transaction.admit(job);
    }
    return WriteQueue.await(job.done());
  }

  private Job.Admit admitting(
      Start start,
      RunEntry entry,
      @Nullable DueRun due,
      boolean startsHere,
      @Nullable String restartFrom) {
    Job.Version version = version(start).orElseThrow();
    BatchRows.BeginRow row =
        new RunEncoder(start, 1, path().largestResult())
            .begin(start, version.hash(), due == null ? origin() : originOfDue);
    return new Job.Admit(
        row, entry, startsHere, restartFrom, due, version, null, new CompletableFuture<>());
  }
}
