package dev.praetor.store;

import dev.praetor.Flow;
import dev.praetor.FlowSpec;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.engine.Journal;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands what runs come to over to the writer. Values are made JSON on a thread of their run's own,
 * as that calls code of authors, which may be slow. Thread-safe.
 */
final class StoreJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(StoreJournal.class);
  private final Writer writer;
  private final InstantSource clock;
  private final Job.Version version;
  private final Map<RunId, Encoding> runs = new ConcurrentHashMap<>();

  private record Encoding(RunEncoder encoder, InOrder order) {}

  private final java.util.function.Function<Start, RunEncoder> encoders;

  StoreJournal(
      Writer writer,
      InstantSource clock,
      Flow<?> flow,
      java.util.function.Function<Start, RunEncoder> encoders) {
    this.encoders = encoders;
    this.writer = writer;
    this.clock = clock;
    FlowSpec spec = flow.spec();
    this.version = new Job.Version(spec.version(), flow.name(), Texts.ofJson(spec.json()));
  }

  @Override
  public void begin(Start start) {
    Encoding encoding = new Encoding(encoders.apply(start), new InOrder("store-" + start.run()));
    // Flows within this one write here too, under versions that are not known here.
    Job.Version known = start.flow().equals(version.flow()) ? version : null;
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    encoding.order().add(() -> begin(start, encoding.encoder(), known, done));
    if (!await(done) && !start.resumed()) {
      throw new StoreFailed(
          "there is a run " + start.run() + " in the store already; give this one another id");
    }
    runs.put(start.run(), encoding);
  }

  private void begin(
      Start start,
      RunEncoder encoder,
      Job.@Nullable Version known,
      CompletableFuture<Boolean> done) {
    try {
      long now = Times.micros(clock.instant());
      Rows.BeginRow row = encoder.begin(start, known == null ? null : known.hash(), now);
      writer.add(new Job.Begin(row, known, done));
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  private static boolean await(CompletableFuture<Boolean> done) {
    try {
      return done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreFailed failed) {
        throw failed;
      }
      throw e;
    }
  }

  @Override
  public void append(Batch batch, Receipt receipt) {
    writer.refuseIfClosed();
    Encoding encoding = runs.get(batch.run());
    if (encoding == null) {
      throw new IllegalStateException("run " + batch.run() + " has not begun in this journal");
    }
    encoding.order().add(() -> encode(batch, encoding.encoder(), receipt));
  }

  private void encode(Batch batch, RunEncoder encoder, Receipt receipt) {
    try {
      boolean last = batch.flow().filter(State::isFinished).isPresent();
      Rows rows = encoder.encode(batch);
      writer.add(
          new Job.Append(
              rows,
              () -> {
                if (last) {
                  runs.remove(batch.run());
                }
                receipt.durable();
              }));
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("run", batch.run())
          .setCause(e)
          .log("what run {} came to could not be handed to the store; the run waits", batch.run());
    }
  }
}
