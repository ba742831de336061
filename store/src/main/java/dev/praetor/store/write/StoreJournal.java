package dev.praetor.store.write;

import dev.praetor.PraetorException;
import dev.praetor.RunId;
import dev.praetor.engine.Journal;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.events.Headroom;
import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.engine.secret.Masker;
import dev.praetor.store.json.BlobValue;
import dev.praetor.store.json.JsonValues;
import dev.praetor.store.json.StoredValue;
import dev.praetor.store.model.Admission;
import dev.praetor.store.model.DueRun;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Passes state changes and results to the writer. Results are encoded as JSON on the threads of
 * their attempts, and the rows of a run one after the other on the store's own threads.
 * Thread-safe.
 */
public final class StoreJournal implements Journal {
  /** The user who starts runs that are due by a schedule. */
  private static final String SCHEDULE = "schedule";

  /** The largest number of changes that a thread other than the writer's writes. */
  private static final int FEW = 8;

  private final WritePath path;
  private final JournalListener others;
  private final Function<RunId, StoredRun> stored;
  private final FlowVersions versions;
  private final BatchRows.Origin origin;
  private final BatchRows.Origin originOfDue;
  private final Map<RunId, Encoding> runs = new ConcurrentHashMap<>();

  private record Encoding(RunEncoder encoder, SerialExecutor order) {}

  /**
   * Creates a journal for the runs of a flow.
   *
   * @param stored the function that reads a run to resume, and throws {@link StoreFailed} if there
   *     is no such run
   */
  public StoreJournal(
      WritePath path,
      JournalListener others,
      Function<RunId, StoredRun> stored,
      FlowDefinition flow,
      RunOrigin origin) {
    this.path = path;
    this.others = others;
    this.stored = stored;
    this.origin = BatchRows.Origin.of(origin, path.code());
    this.originOfDue = BatchRows.Origin.of(new RunOrigin(origin.target(), SCHEDULE), path.code());
    this.versions = new FlowVersions(flow);
  }

  @Override
  public CompletableFuture<?> begin(Start start) {
    CompletableFuture<?> owned = path.owned().confirmAdmitted(start.run());
    if (start.resumed()) {
      WriteQueue.await(owned);
      resume(start);
      return CompletableFuture.completedFuture(null);
    }
    return owned.thenCompose(_ -> {
      Optional<OwnedRuns.Admitted> admitted = path.owned().admitted(start.run());
      if (admitted.isPresent()) {
        adopt(start, admitted.get());
        return CompletableFuture.completedFuture(null);
      }
      return beginNew(start);
    });
  }

  private CompletableFuture<?> beginNew(Start start) {
    RunEncoder encoder = new RunEncoder(start, 1, path.largestResult());
    Encoding encoding = new Encoding(encoder, new SerialExecutor());
    Job.Version known = versions.of(start).orElse(null);
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    encoding.order().add(() -> begin(start, encoder, known, done));
    return done.thenAccept(isNew -> {
      if (!isNew) {
        throw StoreFailed.conflict(
            start.run(),
            "run " + start.run() + " is already in the store",
            "give the new run another id");
      }
      path.owned().begun(start.run(), 1);
      start.restartOf().ifPresent(earlier -> others.restarted(earlier, start.run()));
      runs.put(start.run(), encoding);
    });
  }

  /** Begins a run whose first row is in the store. */
  private void adopt(Start start, OwnedRuns.Admitted admitted) {
    RunEncoder encoder = new RunEncoder(start, admitted.epoch(), path.largestResult());
    encoder.adopt(admitted.history());
    path.owned().begun(start.run(), admitted.epoch());
    start.restartOf().ifPresent(earlier -> others.restarted(earlier, start.run()));
    runs.put(start.run(), new Encoding(encoder, new SerialExecutor()));
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
    path.writer().add(job);
    Admission answer = WriteQueue.await(job.done());
    if (answer instanceof Admission.Starts) {
      path.owned().admitted(start.run(), 1, List.of(RunEncoder.first(start)));
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
    try (CallersTransaction transaction = path.writer().within(connection)) {
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
    Job.Version version = versions.of(start).orElseThrow();
    BatchRows.BeginRow row =
        new RunEncoder(start, 1, path.largestResult())
            .begin(start, version.hash(), due == null ? origin : originOfDue);
    return new Job.Admit(
        row, entry, startsHere, restartFrom, due, version, new CompletableFuture<>());
  }

  private void begin(
      Start start,
      RunEncoder encoder,
      Job.@Nullable Version known,
      CompletableFuture<Boolean> done) {
    try {
      BatchRows.BeginRow row = encoder.begin(start, known == null ? null : known.hash(), origin);
      path.writer().add(new Job.Begin(row, known, done));
    } catch (Throwable thrown) {
      done.completeExceptionally(thrown);
    }
  }

  private void resume(Start start) {
    RunId run = start.run();
    int epoch = path.owned().epochOfClaimed(run).orElseGet(() -> path.owned().claim(run));
    RunEncoder encoder = new RunEncoder(start, epoch, path.largestResult());
    encoder.resume(stored.apply(run));
    path.owned().begun(run, epoch);
    runs.put(run, new Encoding(encoder, new SerialExecutor()));
  }

  @Override
  public void append(Batch batch, Receipt receipt) {
    append(batch, receipt, false);
  }

  @Override
  public void appendAlone(Batch batch, Receipt receipt) {
    append(batch, receipt, batch.changes().size() <= FEW && isEncoded(batch));
  }

  /** Returns whether all values of a batch are encoded, which takes long for large ones. */
  private static boolean isEncoded(Batch batch) {
    return batch.changes().stream()
        .allMatch(change -> change.kept().isPresent() || change.run().value() == null);
  }

  @Override
  public boolean keepsProcessor() {
    return path.writer().keepsProcessor();
  }

  private void append(Batch batch, Receipt receipt, boolean here) {
    path.writer().refuseIfClosed();
    Encoding encoding = runs.get(batch.run());
    if (encoding == null) {
      receipt.refused("it has not begun in this journal, or has already ended in it");
      return;
    }
    Receipt leaving = new Leaving(batch.run(), batch.endsRun(), receipt);
    List<SlotTicket> freed = path.writer().slots().takeEnded(batch.run());
    RunEncoder encoder = encoding.encoder();
    // The slots of this process are changed by the writer's thread only.
    boolean mayWrite = here && freed.isEmpty() && (keepsProcessor() || !isVirtual());
    if (!mayWrite
        || !encoding.order().tryToRun(() -> encode(batch, encoder, freed, leaving, true))) {
      encoding.order().add(() -> encode(batch, encoder, freed, leaving, false));
    }
  }

  private static boolean isVirtual() {
    return Thread.currentThread().isVirtual();
  }

  /**
   * Encodes a batch and passes it to the writer.
   *
   * @param here true if this thread may write it
   */
  private void encode(
      Batch batch, RunEncoder encoder, List<SlotTicket> freed, Receipt receipt, boolean here) {
    try {
      Headroom.await();
      BatchRows rows =
          encoder.encode(
              batch,
              (run, thrown) -> receipt.rejected(run.node(), run.index(), String.valueOf(thrown)));
      Job.Append job = new Job.Append(rows, freed, receipt);
      if (here) {
        path.writer().writeOrAdd(job);
      } else {
        path.writer().add(job);
      }
    } catch (StoreFailed closed) {
      receipt.failed(closed);
    } catch (Throwable thrown) {
      freed.forEach(SlotTicket::withdraw);
      receipt.failed(
          StoreFailed.unavailable(
              path.writer().store(),
              "changes of run " + batch.run() + " cannot be stored: " + thrown,
              "",
              thrown));
    }
  }

  @Override
  public void watch(RunId run, Consumer<PraetorException> ending) {
    path.owned().watch(run, ending);
  }

  @Override
  public boolean owns(RunId run) {
    return path.owned().isCertain(run);
  }

  @Override
  public CompletableFuture<Void> confirmOwned(RunId run) {
    return path.owned().confirm(run);
  }

  @Override
  public Optional<EncodedValue> encode(ValueCodec codec, @Nullable Object value, Masker masker)
      throws TooLarge, NotCarried {
    StoredValue stored = JsonValues.write(codec, value, masker, path.largestResult());
    return Optional.of(
        EncodedBlob.of(stored, blob -> new BlobValue(path.blobs(), blob.ref(), codec)));
  }

  @Override
  public Optional<EncodedValue> absent(String why) {
    return Optional.of(StoredValue.absent(why));
  }

  @Override
  public void log(LogLine line) {
    others.logged(line);
  }

  @Override
  public void progress(Progress report) {
    others.progressed(report);
  }

  @Override
  public void artifact(Artifact artifact) throws TooLarge {
    others.published(artifact);
  }

  /** A receipt that removes a run when it has ended or its writes are refused. */
  private final class Leaving implements Receipt {
    private final RunId run;
    private volatile boolean last;
    private final Receipt receipt;

    Leaving(RunId run, boolean last, Receipt receipt) {
      this.run = run;
      this.last = last;
      this.receipt = receipt;
    }

    @Override
    public void durable() {
      if (last) {
        leave();
      }
      receipt.durable();
    }

    @Override
    public void rejected(String node, int index, String why) {
      last = false; // The end of the run is not recorded with it.
      receipt.rejected(node, index, why);
    }

    @Override
    public void refused(String why) {
      leave();
      receipt.refused(why);
    }

    @Override
    public void failed(PraetorException why) {
      leave();
      receipt.failed(why);
    }

    private void leave() {
      runs.remove(run);
      path.owned().left(run);
    }
  }
}
