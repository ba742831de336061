package dev.praetor.store.write;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.engine.Journal;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.engine.secret.Masker;
import dev.praetor.store.json.JsonValues;
import dev.praetor.store.json.OriginJson;
import dev.praetor.store.json.StoredValue;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes state changes and results to the writer. Results are encoded as JSON on the threads of
 * their attempts, and rows on one virtual thread per run. Thread-safe.
 */
public final class StoreJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(StoreJournal.class);
  private final WritePath path;
  private final JournalListener others;
  private final Function<RunId, StoredRun> stored;
  private final FlowVersions versions;
  private final String origin;
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
    this.origin = OriginJson.write(origin);
    this.versions = new FlowVersions(flow);
  }

  @Override
  public void begin(Start start) {
    if (start.resumed()) {
      resume(start);
      return;
    }
    RunEncoder encoder = new RunEncoder(start, 1, path.largestResult());
    Encoding encoding = new Encoding(encoder, new SerialExecutor("store-" + start.run()));
    Job.Version known =
        versions.of(start).map(version -> version.without(start.masker())).orElse(null);
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    encoding.order().add(() -> begin(start, encoder, known, done));
    if (!WriteQueue.await(done)) {
      throw StoreFailed.conflict(
          start.run(),
          "run " + start.run() + " is already in the store",
          "give the new run another id");
    }
    path.owned().begun(start.run(), 1);
    start.restartOf().ifPresent(earlier -> others.restarted(earlier, start.run()));
    runs.put(start.run(), encoding);
  }

  private void begin(
      Start start,
      RunEncoder encoder,
      Job.@Nullable Version known,
      CompletableFuture<Boolean> done) {
    try {
      BatchRows.BeginRow row = encoder.begin(start, known == null ? null : known.hash(), origin);
      path.writer().add(new Job.Begin(row, known, done));
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  private void resume(Start start) {
    RunId run = start.run();
    int epoch = path.owned().epochOfClaimed(run).orElseGet(() -> path.owned().claim(run));
    RunEncoder encoder = new RunEncoder(start, epoch, path.largestResult());
    encoder.resume(stored.apply(run));
    path.owned().begun(run, epoch);
    runs.put(run, new Encoding(encoder, new SerialExecutor("store-" + run)));
  }

  @Override
  public void append(Batch batch, Receipt receipt) {
    path.writer().refuseIfClosed();
    Encoding encoding = runs.get(batch.run());
    if (encoding == null) {
      receipt.refused("it has not begun in this journal, or has already ended in it");
      return;
    }
    encoding.order().add(() -> encode(batch, encoding.encoder(), receipt));
  }

  private void encode(Batch batch, RunEncoder encoder, Receipt receipt) {
    try {
      boolean last = batch.flow().filter(State::isFinished).isPresent();
      BatchRows rows = encoder.encode(batch);
      path.writer().add(new Job.Append(rows, new Leaving(batch.run(), last, receipt)));
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("run", batch.run())
          .setCause(e)
          .log("changes of run {} could not be passed to the store; the run waits", batch.run());
    }
  }

  @Override
  public Optional<EncodedValue> encode(ValueCodec codec, @Nullable Object value, Masker masker)
      throws TooLarge, NotCarried {
    return Optional.of(JsonValues.write(codec, value, masker, path.largestResult()));
  }

  @Override
  public Optional<EncodedValue> absent(String why) {
    return Optional.of(StoredValue.absent(why));
  }

  @Override
  public void log(LogLine line) {
    others.logged(line);
  }

  /** A receipt that removes a run when it has ended or its writes are refused. */
  private final class Leaving implements Receipt {
    private final RunId run;
    private final boolean last;
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
    public void refused(String why) {
      leave();
      receipt.refused(why);
    }

    private void leave() {
      runs.remove(run);
      path.owned().left(run);
    }
  }
}
