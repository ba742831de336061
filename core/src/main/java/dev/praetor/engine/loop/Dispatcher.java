package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.Signal;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.engine.Decisions;
import dev.praetor.engine.TagLimits;
import dev.praetor.engine.task.Policy;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.TaskRunExtra;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts attempts and takes their ends. What has begun goes first, the deeper the sooner, so that a
 * slice gets through before a new one begins; new elements of maps come last. For the owner of the
 * run.
 */
final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final Duration INTERRUPT_GRACE = Duration.ofSeconds(1);

  private final RunLoop loop;
  private final Recorder recorder;
  private final int concurrency;
  private final TagLimits tagLimits;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final Lane begun;
  private final Lane fresh;
  private final List<Attempt> abandoned = new ArrayList<>();
  private final Deque<Waiting> withoutSlot = new ArrayDeque<>();
  private @Nullable Attempt running;
  private int inFlight;

  private record Waiting(NodeRun run, int index) {}

  Dispatcher(RunLoop loop, int nodes) {
    this.loop = loop;
    this.recorder = loop.recorder();
    this.concurrency = loop.flowOptions().limits().concurrency();
    this.tagLimits = loop.settings().tagLimits();
    this.begun = new Lane(nodes);
    this.fresh = new Lane(nodes);
  }

  /** Runs that have something to start, by rank. */
  private static final class Lane {
    private final BitSet ranks;
    private final @Nullable Deque<NodeRun>[] byRank;

    @SuppressWarnings({"unchecked", "rawtypes"})
    Lane(int nodes) {
      ranks = new BitSet(nodes);
      byRank = new Deque[nodes];
    }

    void add(NodeRun run) {
      int rank = run.node.rank();
      Deque<NodeRun> runs = byRank[rank];
      if (runs == null) {
        runs = new ArrayDeque<>();
        byRank[rank] = runs;
      }
      runs.add(run);
      ranks.set(rank);
    }

    @Nullable NodeRun deepest() {
      int rank = ranks.length() - 1;
      return rank < 0 ? null : Objects.requireNonNull(byRank[rank]).peekFirst();
    }

    @Nullable NodeRun first() {
      int rank = ranks.nextSetBit(0);
      return rank < 0 ? null : Objects.requireNonNull(byRank[rank]).peekFirst();
    }

    void removeFirst(NodeRun run) {
      int rank = run.node.rank();
      Deque<NodeRun> runs = Objects.requireNonNull(byRank[rank]);
      runs.removeFirst();
      if (runs.isEmpty()) {
        ranks.clear(rank);
      }
    }
  }

  int inFlight() {
    return inFlight;
  }

  /** A task run whose code may run now. */
  void ready(NodeRun run, int index) {
    run.ready.add(index);
    listReady(run);
  }

  /** The children of a map over lists, from the first on. */
  void open(NodeRun run) {
    run.cursor = 0;
    run.cursorEnd = run.width();
    listFresh(run);
  }

  private void listReady(NodeRun run) {
    if (!run.listedReady && !run.ready.isEmpty()) {
      run.listedReady = true;
      begun.add(run);
    }
  }

  private void listFresh(NodeRun run) {
    if (!run.listedFresh && run.cursor < run.cursorEnd) {
      run.listedFresh = true;
      fresh.add(run);
    }
  }

  /** Starts as much as may run. */
  void dispatch() {
    while (inFlight < concurrency && !loop.batches().areFull()) {
      NodeRun run = begun.deepest();
      if (run != null) {
        if (run.ready.isEmpty() || run.inFlight >= run.limit) {
          begun.removeFirst(run);
          run.listedReady = false;
        } else {
          start(run, run.ready.remove());
        }
        continue;
      }
      run = fresh.first();
      if (run == null) {
        return;
      }
      if (run.cursor >= run.cursorEnd || run.inFlight >= run.limit) {
        fresh.removeFirst(run);
        run.listedFresh = false;
      } else {
        int index = run.cursor++;
        if (run.children().type(index) == StateType.PENDING && loop.entrance().enters(run, index)) {
          start(run, index);
        }
        loop.settle();
      }
    }
  }

  private void start(NodeRun run, int index) {
    if (loop.isStopping() && !loop.survivesStop(run.node)) {
      loop.cancelled(run, index);
      return;
    }
    Set<String> tags = run.tags;
    if (tagLimits.concern(tags) && !tagLimits.take(tags)) {
      queue(run, index, tags);
      return;
    }
    TaskRunExtra detail = run.children().detail(index);
    if (detail == null && run.node.task().orElseThrow().loop()) {
      detail = recorder.detail(run, index);
    }
    int attempt = 1;
    int iteration = 1;
    Attempt.Input input = Attempt.Input.ARGUMENTS;
    if (detail != null) {
      detail.attempts++;
      attempt = ++detail.attemptsHere;
      iteration = detail.iteration;
      if (iteration > 1) {
        input = new Attempt.Input.LoopState(detail.loopState);
      }
    }
    boolean asksCache = run.node.policy().cache().isPresent();
    if (!asksCache) {
      recorder.running(run, index, loop.now(), attempt);
    }
    Attempt next = new Attempt(loop, run, index, attempt, iteration, input);
    launch(next);
  }

  /** Starts an attempt whose state is recorded; one at most once only when that is durable. */
  private void launch(Attempt attempt) {
    inFlight++;
    attempt.run.inFlight++;
    link(attempt);
    if (attempt.run.node.policy().atMostOnce()) {
      loop.batches().whenDurable(() -> begin(attempt));
    } else {
      begin(attempt);
    }
  }

  private void begin(Attempt attempt) {
    Optional<Duration> longest = attempt.run.node.policy().timeout();
    if (longest.isPresent()) {
      attempt.timeout =
          loop.timers().at(loop.now().plus(longest.get()), () -> timedOut(attempt, longest.get()));
    }
    attempt.start();
  }

  private void queue(NodeRun run, int index, Set<String> tags) {
    withoutSlot.add(new Waiting(run, index));
    recorder.enter(
        run,
        index,
        new State.Queued(
            "waits for a slot of tag " + tagLimits.full(tags), loop.now(), withoutSlot.size()));
    tagLimits.whenFreed(() -> loop.offer(new Command(this::retrySlots)));
    if (tagLimits.full(tags).isEmpty()) {
      // Another run gave a slot back after this one was refused and before it waited for one.
      loop.offer(new Command(this::retrySlots));
    }
  }

  private void retrySlots() {
    List<Waiting> again = List.copyOf(withoutSlot);
    withoutSlot.clear();
    for (Waiting waiting : again) {
      if (waiting.run().children().type(waiting.index()) == StateType.QUEUED) {
        ready(waiting.run(), waiting.index());
      }
    }
  }

  void missedCache(Attempt attempt, String why) {
    if (attempt.abandoned) {
      return;
    }
    NodeRun run = attempt.run;
    recorder.detail(run, attempt.child);
    TaskRunExtra detail = recorder.detail(run, attempt.child);
    detail.attempts = Math.max(detail.attempts, attempt.attempt());
    detail.attemptsHere = Math.max(detail.attemptsHere, attempt.attempt());
    recorder.running(run, attempt.child, loop.now(), attempt.attempt());
    recorder.note(
        run,
        attempt.child,
        new State.Running("not from the cache: " + why, loop.now(), attempt.attempt()));
  }

  /** An attempt has handed itself over. */
  void ended(Attempt attempt) {
    if (attempt.abandoned) {
      abandoned.remove(attempt);
      return;
    }
    detach(attempt);
    NodeRun run = attempt.run;
    int index = attempt.child;
    String label = attempt.ownLabel();
    if (label != null) {
      run.children().setLabel(index, label);
    }
    Instant now = attempt.ended();
    switch (attempt.end()) {
      case Attempt.End.Value value -> {
        if (value.message().isEmpty()) {
          recorder.success(run, index, value.value(), value.kept(), now);
        } else {
          run.children().setValue(index, value.value());
          State state = new State.Success(value.message().get(), now);
          recorder.enter(run, index, state, value.kept());
        }
        loop.finished(run, index);
      }
      case Attempt.End.Hit hit -> {
        run.children().setValue(index, hit.value());
        recorder.enter(run, index, new State.Cached(hit.message(), now), hit.kept());
        loop.finished(run, index);
      }
      case Attempt.End.Skip skip -> {
        ensureRunning(attempt, now);
        recorder.enter(run, index, new State.Skipped(skip.why(), now));
        loop.finished(run, index);
      }
      case Attempt.End.Next next -> iterate(run, index, next.state(), now);
      case Attempt.End.Failed failed -> {
        ensureRunning(attempt, now);
        failed(attempt, failed.failure(), StateType.FAILED, now);
      }
      case Attempt.End.Retry retry -> {
        ensureRunning(attempt, now);
        asksForRetry(attempt, retry, now);
      }
    }
  }

  /**
   * One that asks a cache has not been recorded as running when reading its inputs already fails.
   */
  private void ensureRunning(Attempt attempt, Instant now) {
    if (attempt.run.children().type(attempt.child) != StateType.RUNNING) {
      recorder.running(attempt.run, attempt.child, now, attempt.attempt());
    }
  }

  private void iterate(NodeRun run, int index, @Nullable Object state, Instant now) {
    TaskRunExtra detail = recorder.detail(run, index);
    detail.iteration++;
    detail.attemptsHere = 0;
    detail.loopState = state;
    if (loop.isStopping()) {
      loop.cancelled(run, index);
      return;
    }
    String shown = loop.masker().mask(String.valueOf(state), 200);
    recorder.note(
        run, index, new State.Running("iteration " + detail.iteration + " with " + shown, now, 1));
    loop.batches().whenDurable(() -> ready(run, index));
  }

  private void failed(Attempt attempt, Failure failure, StateType type, Instant now) {
    NodeRun run = attempt.run;
    int index = attempt.child;
    if (attempt.cancelled || loop.isStopping() && !loop.survivesStop(run.node)) {
      recorder.detail(run, index).failure = failure;
      loop.cancelled(run, index);
      return;
    }
    recorder.attemptFailed(run, index, failure);
    if (attempt.recovers()) {
      failFinally(run, index, failure, type, now);
      return;
    }
    Policy policy = run.node.policy();
    int counted = attempt.attempt() - recorder.detail(run, index).crashes;
    switch (Decisions.afterFailure(policy, failure, counted, loop.now(), random.nextDouble())) {
      case Decisions.AfterFailure.RetryAt retry ->
          retryAt(run, index, retry.at(), attempt.attempt(), failure, now);
      case Decisions.AfterFailure.Recover _ ->
          launch(
              new Attempt(
                  loop,
                  run,
                  index,
                  attempt.attempt(),
                  attempt.iteration(),
                  new Attempt.Input.Recovery(failure)));
      case Decisions.AfterFailure.Stands _ -> failFinally(run, index, failure, type, now);
    }
  }

  private void asksForRetry(Attempt attempt, Attempt.End.Retry retry, Instant now) {
    Policy policy = attempt.run.node.policy();
    int counted = attempt.attempt() - recorder.detail(attempt.run, attempt.child).crashes;
    if (loop.isStopping() || !Decisions.mayAskForRetry(policy, counted)) {
      failed(attempt, exhausted(attempt, retry.why()), StateType.FAILED, now);
      return;
    }
    recorder.attemptFailed(attempt.run, attempt.child, retry.why());
    Instant at =
        switch (retry.request()) {
          case Signal.Request.RetryAfter after ->
              Decisions.retryAt(Optional.of(after.delay()), Optional.empty(), now);
          case Signal.Request.RetryAt when ->
              Decisions.retryAt(Optional.empty(), Optional.of(when.at()), now);
          default -> throw new IllegalStateException("no retry: " + retry.request());
        };
    retryAt(attempt.run, attempt.child, at, attempt.attempt(), retry.why(), now);
  }

  private static Failure exhausted(Attempt attempt, Failure why) {
    return new Failure(
        why.type(),
        why.message() + ", but this was attempt " + attempt.attempt() + " and no more are allowed",
        why.trace(),
        why.cause(),
        false);
  }

  private void retryAt(
      NodeRun run, int index, Instant at, int attempt, Failure failure, Instant now) {
    String message = "attempt " + attempt + " failed: " + failure.summary();
    recorder.enter(run, index, new State.Retrying(message, now, at, attempt, Optional.of(failure)));
    TaskRunExtra detail = recorder.detail(run, index);
    detail.timer = loop.timers().at(at, () -> ready(run, index));
  }

  private void failFinally(NodeRun run, int index, Failure failure, StateType type, Instant now) {
    Optional<Failure> kept = Optional.of(failure);
    recorder.detail(run, index).failure = failure;
    recorder.enter(
        run,
        index,
        type == StateType.TIMED_OUT
            ? new State.TimedOut(failure.message(), now, kept)
            : new State.Failed(failure.summary(), now, kept));
    loop.finished(run, index);
  }

  private void timedOut(Attempt attempt, Duration longest) {
    Thread thread = Objects.requireNonNull(attempt.thread);
    StackTraceElement[] stack = thread.getStackTrace();
    abandon(attempt);
    TimeoutException thrown = new TimeoutException("took longer than " + longest);
    thrown.setStackTrace(stack);
    Failure failure = loop.masker().failure(thrown);
    boolean again =
        Retries.apply(attempt.run.node.policy().retry(), TimeoutException.class, failure);
    Instant now = loop.now();
    ensureRunning(attempt, now);
    failed(attempt, failure.withRetryable(again), StateType.TIMED_OUT, now);
    loop.settle();
  }

  /** The run goes on without this attempt; whatever it comes to later is discarded. */
  private void abandon(Attempt attempt) {
    attempt.abandoned = true;
    detach(attempt);
    abandoned.add(attempt);
    Objects.requireNonNull(attempt.thread).interrupt();
    loop.timers().at(loop.now().plus(INTERRUPT_GRACE), () -> reportIfAlive(attempt));
  }

  private void reportIfAlive(Attempt attempt) {
    Thread thread = Objects.requireNonNull(attempt.thread);
    if (abandoned.remove(attempt) && thread.isAlive()) {
      StringBuilder stack = new StringBuilder();
      for (StackTraceElement frame : thread.getStackTrace()) {
        stack.append("\n  at ").append(frame);
      }
      LOG.atWarn()
          .addKeyValue("run", loop.id())
          .addKeyValue("task", attempt.taskRun())
          .log("code that ignores its interrupt was left behind:{}", stack);
    }
  }

  private void detach(Attempt attempt) {
    inFlight--;
    NodeRun run = attempt.run;
    run.inFlight--;
    unlink(attempt);
    if (attempt.timeout != null) {
      attempt.timeout.cancel();
    }
    if (run.limit != Integer.MAX_VALUE) {
      listReady(run);
      listFresh(run);
    }
    if (!attempt.recovers() && tagLimits.concern(run.tags)) {
      tagLimits.free(run.tags);
    }
  }

  private void link(Attempt attempt) {
    attempt.after = running;
    if (running != null) {
      running.before = attempt;
    }
    running = attempt;
  }

  private void unlink(Attempt attempt) {
    Attempt before = attempt.before;
    Attempt after = attempt.after;
    if (before == null) {
      running = after;
    } else {
      before.after = after;
    }
    if (after != null) {
      after.before = before;
    }
    attempt.before = null;
    attempt.after = null;
  }

  /** The run goes on elsewhere; what it does here is worth nothing any more. */
  void interruptEverything() {
    for (Attempt attempt = running; attempt != null; attempt = attempt.after) {
      Thread thread = attempt.thread;
      if (thread != null) {
        attempt.cancelled = true;
        thread.interrupt();
      }
    }
  }

  /** Interrupts what may not outlast a stop. */
  void interruptAll() {
    for (Attempt attempt = running; attempt != null; attempt = attempt.after) {
      Thread thread = attempt.thread;
      if (!loop.survivesStop(attempt.run.node) && thread != null) {
        attempt.cancelled = true;
        thread.interrupt();
      }
    }
  }

  /** The grace is over: whatever still runs is left behind and counts as cancelled. */
  void abandonAll() {
    List<Attempt> all = new ArrayList<>();
    for (Attempt attempt = running; attempt != null; attempt = attempt.after) {
      all.add(attempt);
    }
    for (Attempt attempt : all) {
      if (attempt.thread != null) {
        abandon(attempt);
      } else {
        detach(attempt);
      }
      ensureRunning(attempt, loop.now());
      loop.cancelled(attempt.run, attempt.child);
    }
  }

  /** Says of each attempt left behind where it hangs, now that the run is over. */
  void close() {
    List.copyOf(abandoned).forEach(this::reportIfAlive);
  }
}
