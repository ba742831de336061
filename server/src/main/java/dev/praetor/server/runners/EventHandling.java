package dev.praetor.server.runners;

import dev.praetor.PraetorException;
import dev.praetor.RunId;
import dev.praetor.engine.Journal;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.task.PlainName;
import dev.praetor.store.RunnerStore;
import dev.praetor.store.wire.Malformed;
import dev.praetor.store.wire.ReceivedWrites;
import dev.praetor.store.wire.RunnerEvent;
import dev.praetor.store.write.SlotTicket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Passes the events of a runner to the store that is open on its behalf, in their order. The
 * outcome of an event is an object, which is empty if the event is durable; a member {@code
 * refused} says why nothing was done. Used under the lock of its session.
 */
final class EventHandling {
  /** The longest time for which hooks of a run are called after its end. */
  private static final Duration HOOKS = Duration.ofSeconds(5);

  /** The number of ended runs of which a batch that is sent again is still known. */
  private static final int MOST_ENDED = 1_000;

  private final ReceivedWrites writes;
  private final RunnerClaims claims;
  private final RunnerOrders orders;
  private final RunnerSlots slots;
  private final BooleanSupplier isSuperseded;
  private final InstantSource clock;
  private volatile boolean closing;
  private final Map<RunId, SentRun> runs = new LinkedHashMap<>();

  /** The runs that have ended, and that the runner has not left, with the end of that time. */
  private final Map<RunId, Instant> finishing = newest();

  /** The names of the flows of retries that the runner began, and that may not be recorded yet. */
  private final Map<RunId, String> retried = newest();

  private final Map<RunId, SentRun> ended = newest();

  /** Returns an empty map that keeps only the newest entries. */
  private static <V> Map<RunId, V> newest() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<RunId, V> eldest) {
        return size() > MOST_ENDED;
      }
    };
  }

  EventHandling(
      RunnerStore store,
      RunnerClaims claims,
      RunnerOrders orders,
      RunnerSlots slots,
      InstantSource clock) {
    this.clock = clock;
    this.writes = store.received();
    this.isSuperseded = store::isSuperseded;
    this.claims = claims;
    this.orders = orders;
    this.slots = slots;
  }

  /** Notes that the runner owns a run. */
  void owns(RunId run, SentRun sent) {
    runs.put(run, sent);
  }

  /** Returns whether the runner owns a run, or did until the run ended. */
  boolean knows(RunId run) {
    return runs.containsKey(run) || ended.containsKey(run);
  }

  /**
   * Returns the epoch in which the runner owns a run; empty if the run is not its own, or has ended
   * and its hooks must have ended, too.
   */
  OptionalInt epoch(RunId run) {
    SentRun sent = runs.containsKey(run) || isFinishing(run) ? sent(run) : null;
    return sent == null ? OptionalInt.empty() : OptionalInt.of(sent.epoch());
  }

  /** Returns whether hooks of a run that has ended may still be called. */
  boolean isFinishing(RunId run) {
    Instant until = finishing.get(run);
    return until != null && clock.instant().isBefore(until);
  }

  /** Returns whether the runner owned a run that nobody else has got since. */
  boolean isOwn(RunId run) {
    return knows(run) && !writes.isOfAnother(run);
  }

  /** Returns whether the runner has not left a run that it owned. */
  private boolean isHere(RunId run) {
    return runs.containsKey(run) || finishing.containsKey(run);
  }

  /** Takes up a ticket for slots that another server knew. */
  void takeUp(RunnerHello.HeldTicket ticket) {
    slots.takeUp(ticket);
  }

  /** Notes that the store is about to be closed. Thread-safe. */
  void closing() {
    closing = true;
  }

  int runs() {
    return runs.size();
  }

  /**
   * Checks events as far as they refer to something else.
   *
   * @throws Malformed if a large value is not in the store
   */
  void check(List<RunnerEvent> events) {
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i) instanceof RunnerEvent.Batch batch) {
        String where = "events[" + i + "]";
        writes
            .missing(batch.rows())
            .ifPresent(blob -> {
              throw new Malformed(
                  where,
                  "names a value that was not sent before, or was deleted: " + blob.ref().hash());
            });
      }
    }
  }

  /** Handles an event; the future is completed with its outcome when that is durable. */
  CompletableFuture<ObjectNode> handle(RunnerEvent event) {
    return switch (event) {
      case RunnerEvent.Begin begin -> begin(begin);
      case RunnerEvent.Batch batch -> batch(batch);
      case RunnerEvent.TakeSlots take ->
          owned(take.request().run(), take.epoch(), () -> slots.take(take));
      case RunnerEvent.FreeSlots free -> {
        List<SlotTicket> tickets = slots.remove(free.tickets());
        yield done(() -> {
          if (!tickets.isEmpty()) {
            writes.free(tickets);
          }
        });
      }
      case RunnerEvent.Confirm confirm -> confirm(confirm);
      case RunnerEvent.Lines lines -> lines(lines);
      case RunnerEvent.Progress progress ->
          here(progress.report().from().run(), () -> writes.progress(progress.report()));
      case RunnerEvent.CannotStart failed ->
          known(failed.run(), () -> claims.cannotStart(failed.run(), failed.why()));
      case RunnerEvent.Left left ->
          done(() -> {
            claims.begun(left.run());
            orders.left(left.run());
            Optional<SentRun> unfinished = leave(left.run());
            finishing.remove(left.run());
            unfinished.ifPresent(sent -> leave(left, sent.epoch()));
          });
      case RunnerEvent.Answered answered ->
          done(() -> orders.answered(answered.order(), answered.answer()));
    };
  }

  private @Nullable SentRun sent(RunId run) {
    return runs.containsKey(run) ? runs.get(run) : ended.get(run);
  }

  private void leave(RunnerEvent.Left left, int epoch) {
    switch (left.how()) {
      case FAILED -> writes.release(left.run(), epoch);
      case HANDED_OVER -> writes.handOver(left.run(), epoch);
      case ENDED -> {}
    }
  }

  /** Notes that a run has ended in the runner; returns what was known of it, if it was there. */
  private Optional<SentRun> leave(RunId run) {
    Optional<SentRun> sent = Optional.ofNullable(runs.remove(run));
    sent.ifPresent(known -> ended.put(run, known));
    return sent;
  }

  private static CompletableFuture<ObjectNode> done(Runnable action) {
    action.run();
    return CompletableFuture.completedFuture(RunnerNews.object());
  }

  private static CompletableFuture<ObjectNode> refused(RunId run, String why) {
    return CompletableFuture.completedFuture(
        RunnerNews.object().put("run", run.toString()).put("refused", why));
  }

  private CompletableFuture<ObjectNode> known(RunId run, Runnable action) {
    return knows(run) ? done(action) : refused(run, "the run does not belong to this runner");
  }

  private CompletableFuture<ObjectNode> here(RunId run, Runnable action) {
    return isHere(run) ? done(action) : refused(run, "the run is not in this runner");
  }

  private CompletableFuture<ObjectNode> owned(RunId run, int epoch, Runnable action) {
    SentRun sent = runs.get(run);
    if (sent == null) {
      return refused(run, "the run does not belong to this runner");
    }
    return sent.epoch() == epoch ? done(action) : refused(run, stale(sent, epoch));
  }

  private static String stale(SentRun sent, int epoch) {
    return "the run has epoch %d here, not %d".formatted(sent.epoch(), epoch);
  }

  private CompletableFuture<ObjectNode> lines(RunnerEvent.Lines lines) {
    for (Journal.LogLine line : lines.lines()) {
      if (!isHere(line.run())) {
        return refused(line.run(), "the run is not in this runner");
      }
    }
    return done(() -> lines.lines().forEach(writes::log));
  }

  private CompletableFuture<ObjectNode> begin(RunnerEvent.Begin begin) {
    RunId run = RunId.parse(begin.row().run());
    String parent = begin.row().lineage().parent();
    String earlier = begin.row().lineage().restartOf();
    if (parent == null && earlier == null) {
      return refused(run, "a runner makes only runs within its runs, and retries of them");
    }
    if (parent != null && !runs.containsKey(RunId.parse(parent))) {
      return refused(run, "run " + parent + " around it does not belong to this runner");
    }
    if (earlier != null && !isOwn(RunId.parse(earlier))) {
      return refused(run, "run " + earlier + " before it does not belong to this runner");
    }
    if (knows(run)) {
      return CompletableFuture.completedFuture(RunnerNews.object().put("isNew", true));
    }
    if (writes.isOfAnother(run)) {
      return refused(run, "another process has a run with this id");
    }
    String flow = begin.row().definition().flow();
    Optional<String> hidden = PlainName.hidden(flow);
    if (hidden.isPresent()) {
      return refused(run, PlainName.refusal("a flow", hidden.get()));
    }
    if (parent != null && !FlowKey.name(flow).equals(flow)) {
      return refused(run, "it belongs to the project of run " + parent + " around it");
    }
    if (parent == null && earlier != null && !flow.equals(nameOf(RunId.parse(earlier)))) {
      return refused(run, "it is no retry of run " + earlier + ", which is of another flow");
    }
    if (parent == null && earlier != null && writes.isWithin(RunId.parse(earlier))) {
      return refused(run, "it is no retry of run " + earlier + ", which is within another run");
    }
    runs.put(run, new SentRun(1));
    if (parent == null) {
      retried.put(run, flow);
    }
    if (earlier == null) {
      orders.watch(run);
    }
    return writes
        .begin(begin.row(), begin.version())
        .thenApply(isNew -> {
          if (isNew && earlier != null) {
            writes.restarted(RunId.parse(earlier), run);
          }
          return RunnerNews.object().put("isNew", isNew);
        });
  }

  /** Returns the name of the flow of a run of the runner; empty if it is not known. */
  private String nameOf(RunId run) {
    return Optional.ofNullable(retried.get(run))
        .or(() -> writes.flowOf(run).map(FlowKey::name))
        .orElse("");
  }

  private CompletableFuture<ObjectNode> batch(RunnerEvent.Batch batch) {
    RunId run = RunId.parse(batch.rows().run());
    SentRun sent = sent(run);
    if (sent == null || sent.epoch() != batch.rows().epoch()) {
      writes.late(run, batch.rows().epoch());
      return refused(
          run,
          sent == null
              ? "the run does not belong to this runner"
              : stale(sent, batch.rows().epoch()));
    }
    if (batch.number() <= sent.accepted()) {
      return sent.last(); // Sent again: it is durable when a later one is.
    }
    if (batch.number() > sent.next()) {
      return refused(
          run,
          "batch %d is out of order: the next one is %d".formatted(batch.number(), sent.next()));
    }
    claims.begun(run);
    Outcome outcome = new Outcome(run);
    writes.append(batch.rows(), slots.remove(batch.freed()), outcome);
    sent.accept(batch.number(), outcome.done);
    if (batch.rows().ends()) {
      var _ = leave(run);
      finishing.put(run, clock.instant().plus(HOOKS));
    }
    return outcome.done;
  }

  private CompletableFuture<ObjectNode> confirm(RunnerEvent.Confirm confirm) {
    SentRun sent = sent(confirm.run());
    if (sent == null || sent.epoch() != confirm.epoch()) {
      String why = sent == null ? "the server does not know it" : stale(sent, confirm.epoch());
      return CompletableFuture.completedFuture(RunnerNews.object().put("lost", why));
    }
    return writes
        .lost(confirm.run(), confirm.epoch())
        .thenApply(lost -> {
          ObjectNode json = RunnerNews.object();
          lost.ifPresent(why -> json.put("lost", why));
          return json;
        });
  }

  /** The outcome of a batch. */
  private final class Outcome implements Journal.Receipt {
    private final CompletableFuture<ObjectNode> done = new CompletableFuture<>();
    private final ObjectNode json = RunnerNews.object();
    private final RunId run;

    Outcome(RunId run) {
      this.run = run;
    }

    @Override
    public void durable() {
      done.complete(json);
    }

    @Override
    public void rejected(String node, int index, String why) {
      ArrayNode all = json.withArray("rejected");
      all.addObject().put("node", node).put("index", index).put("why", why);
    }

    @Override
    public void refused(String why) {
      done.complete(json.put("run", run.toString()).put("refused", why));
    }

    @Override
    public void failed(PraetorException why) {
      if (closing || isSuperseded.getAsBoolean()) {
        done.completeExceptionally(why); // The runner sends it again, to another session.
      } else {
        done.complete(json.put("failed", String.valueOf(why.getMessage())));
      }
    }
  }
}
