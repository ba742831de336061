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
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A journal that passes state changes and results to a writer. Results are encoded as JSON on the
 * threads of their attempts, and the rows of a run one after the other on the store's own threads.
 * Thread-safe.
 */
public sealed class RunJournal implements Journal permits StoreJournal {
  /** The largest number of changes that a thread other than the writer's writes. */
  private static final int FEW = 8;

  private final WritePath path;
  private final JournalListener others;
  private final Function<RunId, StoredRun> stored;
  private final FlowVersions versions;
  private final BatchRows.Origin origin;
  private final Map<RunId, Encoding> runs = new ConcurrentHashMap<>();

  private record Encoding(RunEncoder encoder, SerialExecutor order) {}

  /**
   * Creates a journal for the runs of a flow.
   *
   * @param stored the function that reads a run to resume, and throws {@link StoreFailed} if there
   *     is no such run
   */
  public RunJournal(
      WritePath path,
      JournalListener others,
      Function<RunId, StoredRun> stored,
      FlowDefinition flow,
      RunOrigin origin) {
    this.path = path;
    this.others = others;
    this.stored = stored;
    this.origin = BatchRows.Origin.of(origin, path.code());
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

  /** Returns the version of the flow of a run, unless several flows within it share the name. */
  final Optional<Job.Version> version(Start start) {
    return versions.of(start);
  }

  /** Returns the parts by which this journal writes. */
  final WritePath path() {
    return path;
  }

  /** Returns the origin of the runs of this journal. */
  final BatchRows.Origin origin() {
    return origin;
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
    public void inOrder() {
      receipt.inOrder();
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
      runs.remove(run);
      path.owned().abandon(run, why);
      receipt.failed(why);
    }

    private void leave() {
      runs.remove(run);
      path.owned().left(run);
    }
  }
}
