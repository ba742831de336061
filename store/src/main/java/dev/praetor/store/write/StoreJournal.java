package dev.praetor.store.write;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.engine.Journal;
import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.engine.secret.Masker;
import dev.praetor.store.RunStore;
import dev.praetor.store.StoreContext;
import dev.praetor.store.StoreServices;
import dev.praetor.store.db.Micros;
import dev.praetor.store.json.JsonValues;
import dev.praetor.store.json.OriginJson;
import dev.praetor.store.json.StoredValue;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what runs come to over to the writer. Values are made JSON on the threads of their
 * attempts, and rows on a thread of their run's own. Thread-safe.
 */
public final class StoreJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(StoreJournal.class);
  private final StoreContext desk;
  private final FlowVersions versions;
  private final String origin;
  private final StoreServices beside;
  private final Map<RunId, Encoding> runs = new ConcurrentHashMap<>();

  private record Encoding(RunEncoder encoder, SerialExecutor order) {}

  public StoreJournal(
      StoreContext desk, StoreServices beside, FlowDefinition flow, RunStore.Origin origin) {
    this.desk = desk;
    this.beside = beside;
    this.origin = OriginJson.write(origin);
    this.versions = new FlowVersions(flow);
  }

  @Override
  public void begin(Start start) {
    if (start.resumed()) {
      goOn(start);
      return;
    }
    RunEncoder encoder = new RunEncoder(start, 1, desk.options().largestResult());
    Encoding encoding = new Encoding(encoder, new SerialExecutor("store-" + start.run()));
    Job.Version known =
        versions.of(start).map(version -> version.without(start.masker())).orElse(null);
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    encoding.order().add(() -> begin(start, encoder, known, done));
    if (!StoreContext.await(done)) {
      throw StoreFailed.conflict(
          start.run(),
          "run " + start.run() + " is already in the store",
          "give the new run another id");
    }
    desk.own().begun(start.run(), 1);
    start.restartOf().ifPresent(earlier -> beside.orders().triedAgain(earlier, start.run()));
    runs.put(start.run(), encoding);
  }

  private void begin(
      Start start,
      RunEncoder encoder,
      Job.@Nullable Version known,
      CompletableFuture<Boolean> done) {
    try {
      long now = Micros.micros(desk.clock().instant());
      BatchRows.BeginRow row =
          encoder.begin(start, known == null ? null : known.hash(), origin, now);
      desk.writer().add(new Job.Begin(row, known, done));
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  private void goOn(Start start) {
    RunId run = start.run();
    int epoch = desk.own().epochOfClaimed(run).orElseGet(() -> desk.claim(run));
    StoredRun before = desk.reader().find(run).orElseThrow(() -> StoreFailed.noRun(run));
    RunEncoder encoder = new RunEncoder(start, epoch, desk.options().largestResult());
    encoder.goOn(before);
    desk.own().begun(run, epoch);
    runs.put(run, new Encoding(encoder, new SerialExecutor("store-" + run)));
  }

  @Override
  public void append(Batch batch, Receipt receipt) {
    desk.writer().refuseIfClosed();
    Encoding encoding = runs.get(batch.run());
    if (encoding == null) {
      receipt.refused("it has not begun in this journal, or has left it");
      return;
    }
    encoding.order().add(() -> encode(batch, encoding.encoder(), receipt));
  }

  private void encode(Batch batch, RunEncoder encoder, Receipt receipt) {
    try {
      boolean last = batch.flow().filter(State::isFinished).isPresent();
      BatchRows rows = encoder.encode(batch);
      desk.writer().add(new Job.Append(rows, new Leaving(batch.run(), last, receipt)));
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("run", batch.run())
          .setCause(e)
          .log("what run {} came to could not be handed to the store; the run waits", batch.run());
    }
  }

  @Override
  public Optional<EncodedValue> encode(@Nullable Object value, Masker masker) throws TooLarge {
    return Optional.of(JsonValues.write(value, masker, desk.options().largestResult()));
  }

  @Override
  public Optional<EncodedValue> absent(String why) {
    return Optional.of(StoredValue.absent(why));
  }

  @Override
  public void log(LogLine line) {
    beside.logs().add(line);
  }

  /** Forgets a run that has ended here, one way or the other. */
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
      desk.own().left(run);
    }
  }
}
