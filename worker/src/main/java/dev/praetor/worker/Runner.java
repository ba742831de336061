package dev.praetor.worker;

import dev.praetor.store.model.WorkerRunner;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process with the code of one package. Used by the thread of its worker, if not said otherwise.
 */
final class Runner {
  private static final Logger LOG = LoggerFactory.getLogger(Runner.class);
  private static final int LAST_LINES = 20;

  private final String code;
  private final boolean isolated;
  private final Process process;
  private final Consumer<String> output;
  private final Instant begun;
  private final long started = System.nanoTime();
  private final Deque<String> lines = new ArrayDeque<>();
  private final Pulse pulse = new Pulse();
  private @Nullable Long unneededSince;
  private @Nullable Long endingSince;
  private @Nullable String killed;
  private boolean retiring;

  /**
   * Watches over a process that has started.
   *
   * @param begun the time at which it was started
   * @param output gets each line that it prints, on a thread of its own
   * @param ended called by any thread when it has ended
   */
  Runner(
      RunnerStarter.Order order,
      Process process,
      Instant begun,
      Consumer<String> output,
      Runnable ended) {
    this.code = order.code();
    this.isolated = order.isolated();
    this.process = process;
    this.begun = begun;
    this.output = output;
    Thread.ofVirtual().name("runner-" + process.pid()).start(this::read);
    var _ = process.onExit().thenRun(ended);
  }

  boolean isOf(String sha256) {
    return code.equals(sha256);
  }

  String code() {
    return code;
  }

  /** Returns this runner for a report. */
  WorkerRunner report() {
    return new WorkerRunner(code, pid(), begun, isolated);
  }

  /** Returns whether it is for one run, and ends with it. */
  boolean isIsolated() {
    return isolated;
  }

  long pid() {
    return process.pid();
  }

  /** Passes on what the process prints, and keeps the last lines. */
  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        pulse
            .read(line)
            .ifPresent(said -> {
              output.accept(said);
              keep(said);
            });
      }
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("the output of runner {} has ended", pid());
    }
  }

  private void keep(String line) {
    synchronized (lines) {
      lines.addLast(line);
      if (lines.size() > LAST_LINES) {
        lines.removeFirst();
      }
    }
  }

  /** Returns the last lines that the process has printed. */
  String lastLines() {
    synchronized (lines) {
      return String.join("\n", lines);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  int exitStatus() {
    return process.exitValue();
  }

  /** Returns the time since the process started. */
  Duration age() {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  boolean isEnding() {
    return endingSince != null;
  }

  /** Returns the time since this runner was to end. */
  Duration ending() {
    return endingSince == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - endingSince);
  }

  /** Returns the time for which the process has given no sign of life, although it was asked. */
  Duration silence() {
    if (isEnding() || !isAlive()) {
      return Duration.ZERO;
    }
    try {
      return pulse.ask(process.getOutputStream(), System.nanoTime());
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("runner {} cannot be asked; it ends", pid());
      return Duration.ZERO;
    }
  }

  /** Returns whether the process has just said that it takes no more runs. */
  boolean beginsToRetire() {
    boolean begins = !retiring && pulse.isRetiring();
    retiring |= begins;
    return begins;
  }

  /** Returns whether the process takes no more runs, and ends when its last run has ended. */
  boolean isRetiring() {
    return retiring;
  }

  /** Kills the process. */
  void kill(String why) {
    killed = why;
    process.destroyForcibly();
  }

  /** Returns the reason for which this worker killed the process; absent if it did not. */
  Optional<String> killed() {
    return Optional.ofNullable(killed);
  }

  /** Notes that runs need this runner. */
  void needed() {
    unneededSince = null;
  }

  /** Returns the time for which nothing has needed this runner. */
  Duration unneeded() {
    long now = System.nanoTime();
    if (unneededSince == null) {
      unneededSince = now;
    }
    return Duration.ofNanos(now - unneededSince);
  }

  boolean isIdle() {
    return unneededSince != null;
  }

  /** Ends the process: it starts nothing more, and its runs have its grace period to end. */
  void end() {
    if (endingSince == null) {
      endingSince = System.nanoTime();
    }
    try {
      process.outputWriter(StandardCharsets.UTF_8).close();
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("the input of runner {} was closed before", pid());
    }
  }

  /** Waits for the end of the process for a time at most, and returns whether it has ended. */
  boolean hasEnded(Duration longest) throws InterruptedException {
    return process.waitFor(longest.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Waits for the end of the process, and kills it if that takes longer than a time; returns
   * whether it was killed.
   */
  boolean isKilledAfter(long nanos) throws InterruptedException {
    if (process.waitFor(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
      return false;
    }
    LOG.atWarn().addKeyValue("runner", pid()).log("the runner did not end in time and is killed");
    process.destroyForcibly();
    process.waitFor();
    return true;
  }
}
