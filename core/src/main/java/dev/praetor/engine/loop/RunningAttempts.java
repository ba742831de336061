package dev.praetor.engine.loop;

import dev.praetor.engine.events.Timers;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.ReadyLanes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running attempts, as an intrusive linked list, with their threads and time limits; and the
 * abandoned attempts, which ignore their interrupt. For the owner of the run.
 */
final class RunningAttempts {
  private static final Logger LOG = LoggerFactory.getLogger(RunningAttempts.class);
  private static final Duration INTERRUPT_GRACE = Duration.ofSeconds(1);
  private final RunContext context;
  private final JournalBuffer buffer;
  private final ReadyLanes lanes;
  private final TagSlots slots;
  private final Timers timers;
  private final Predicate<GraphNode> urgent;
  private final TurnClock clock;
  private final List<Attempt> abandoned = new ArrayList<>();
  private @Nullable Attempt first;
  private int count;
  private int waiting;

  RunningAttempts(
      RunContext context,
      JournalBuffer buffer,
      ReadyLanes lanes,
      TagSlots slots,
      Timers timers,
      Predicate<GraphNode> urgent,
      TurnClock clock) {
    this.context = context;
    this.buffer = buffer;
    this.lanes = lanes;
    this.slots = slots;
    this.timers = timers;
    this.urgent = urgent;
    this.clock = clock;
  }

  int count() {
    return count;
  }

  /** Returns whether an attempt has started, and not only waits until its record is durable. */
  boolean isBusy() {
    return count > waiting;
  }

  /**
   * Starts an attempt whose state is recorded. An attempt of an at-most-once task starts only when
   * that record is durable.
   */
  void launch(Attempt attempt) {
    if (attempt.recovers()) {
      slots.withdraw(attempt.run, attempt.child);
    }
    count++;
    attempt.run.queue.started();
    link(attempt);
    if (attempt.run.node.policy().atMostOnce()) {
      waiting++;
      buffer.whenDurable(() -> {
        waiting--;
        begin(attempt);
      });
    } else {
      begin(attempt);
    }
  }

  /**
   * Withdraws an attempt that waits until its record is durable; returns false if there is none.
   */
  boolean withdraw(NodeRun run, int index) {
    for (Attempt attempt = first; attempt != null; attempt = attempt.after) {
      if (attempt.run == run && attempt.child == index && !attempt.isStarted()) {
        abandon(attempt);
        return true;
      }
    }
    return false;
  }

  private void begin(Attempt attempt) {
    if (attempt.isAbandoned()) {
      return;
    }
    Optional<Duration> longest = attempt.run.node.policy().timeout();
    if (longest.isPresent()) {
      limit(attempt, longest.get());
    }
    context.startCall(attempt.path(), attempt, urgent.test(attempt.run.node));
  }

  private void limit(Attempt attempt, Duration longest) {
    attempt.timeout =
        timers.after(
            clock.after(longest),
            () -> {
              if (attempt.waitsForRoom() || context.startElsewhere(attempt.path(), attempt)) {
                limit(attempt, longest);
              } else {
                attempt.timeOut();
              }
            });
  }

  /** Returns the running attempt of a task run, if there is one. */
  Optional<Attempt> of(NodeRun run, int index) {
    for (Attempt attempt = first; attempt != null; attempt = attempt.after) {
      if (attempt.run == run && attempt.child == index) {
        return Optional.of(attempt);
      }
    }
    return Optional.empty();
  }

  /** Returns the paths of the task runs with a running attempt, oldest first. */
  List<String> paths() {
    List<String> paths = new ArrayList<>(count);
    for (Attempt attempt = first; attempt != null; attempt = attempt.after) {
      paths.addFirst(attempt.path());
    }
    return paths;
  }

  /** Accepts the end of an attempt; returns whether the end is still awaited. */
  boolean returned(Attempt attempt) {
    if (attempt.isAbandoned()) {
      abandoned.remove(attempt);
      return false;
    }
    detach(attempt);
    return true;
  }

  /** Abandons an attempt, whose end is discarded. */
  void abandon(Attempt attempt) {
    attempt.abandon();
    detach(attempt);
    attempt.releaseClaim();
    if (attempt.isStarted()) {
      abandoned.add(attempt);
      timers.after(clock.after(INTERRUPT_GRACE), () -> reportIfAlive(attempt));
    }
  }

  /** Abandons the chosen attempts, whose ends are discarded. */
  List<Attempt> abandon(Predicate<Attempt> chosen) {
    List<Attempt> found = new ArrayList<>();
    for (Attempt attempt = first; attempt != null; attempt = attempt.after) {
      if (chosen.test(attempt)) {
        found.add(attempt);
      }
    }
    found.forEach(this::abandon);
    return found;
  }

  /** Interrupts the attempts of the given nodes. */
  void interrupt(Predicate<GraphNode> nodes) {
    for (Attempt attempt = first; attempt != null; attempt = attempt.after) {
      if (attempt.isStarted() && nodes.test(attempt.run.node)) {
        attempt.cancelled = true;
        attempt.interrupt();
      }
    }
  }

  /** Logs for each abandoned attempt where it hangs, at the end of the run. */
  void close() {
    List.copyOf(abandoned).forEach(this::reportIfAlive);
  }

  private void reportIfAlive(Attempt attempt) {
    if (abandoned.remove(attempt) && attempt.isRunning()) {
      StringBuilder stack = new StringBuilder();
      for (StackTraceElement frame : attempt.stack()) {
        stack.append("\n  at ").append(frame);
      }
      LOG.atWarn()
          .addKeyValue("run", context.id())
          .addKeyValue("task", attempt.path())
          .log("code that ignores its interrupt was abandoned:{}", stack);
    }
  }

  private void detach(Attempt attempt) {
    count--;
    attempt.run.queue.ended();
    unlink(attempt);
    if (attempt.timeout != null) {
      attempt.timeout.cancel();
    }
    if (attempt.run.queue.isLimited()) {
      lanes.relist(attempt.run);
    }
    slots.free(attempt.run, attempt.child);
  }

  private void link(Attempt attempt) {
    attempt.after = first;
    if (first != null) {
      first.before = attempt;
    }
    first = attempt;
  }

  private void unlink(Attempt attempt) {
    Attempt before = attempt.before;
    Attempt after = attempt.after;
    if (before == null) {
      first = after;
    } else {
      before.after = after;
    }
    if (after != null) {
      after.before = before;
    }
    attempt.before = null;
    attempt.after = null;
  }
}
