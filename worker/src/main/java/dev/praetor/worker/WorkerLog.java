package dev.praetor.worker;

import dev.praetor.engine.secret.Masker;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The log of a worker. Its last lines are kept for its reports, without the keys and passwords that
 * the worker uses. Thread-safe.
 */
final class WorkerLog {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerLog.class);
  private static final int MOST_LINES = 50;
  private static final int LONGEST_LINE = 500;

  private final Masker masker = new Masker();
  private final InstantSource clock;
  private final Deque<String> lines = new ArrayDeque<>();

  /** The name of the worker, once it has one. */
  private volatile String worker = "";

  WorkerLog(Collection<String> secrets, InstantSource clock) {
    this.clock = clock;
    secrets.stream().filter(secret -> !secret.isEmpty()).forEach(masker::hide);
  }

  /** Leaves a key or password out of the lines from now on. */
  void hide(String secret) {
    masker.hide(secret);
  }

  void setWorker(String name) {
    worker = name;
  }

  /** Does something with the name of the worker in the context of log lines. */
  void inContext(Runnable work) {
    try (MDC.MDCCloseable _ = MDC.putCloseable("worker", worker)) {
      work.run();
    }
  }

  void info(String text) {
    write(Level.INFO, text);
  }

  void warn(String text) {
    write(Level.WARN, text);
  }

  void error(String text) {
    write(Level.ERROR, text);
  }

  private void write(Level level, String text) {
    String line = masker.mask(text).lines().findFirst().orElse("");
    LoggingEventBuilder event = LOG.atLevel(level == Level.INFO ? Level.DEBUG : level);
    (worker.isEmpty() ? event : event.addKeyValue("worker", worker)).log("{}", line);
    String time = clock.instant().truncatedTo(ChronoUnit.MILLIS).toString();
    String kept = "%s %s %s".formatted(time, level, line);
    synchronized (lines) {
      lines.addLast(
          kept.length() > LONGEST_LINE ? kept.substring(0, LONGEST_LINE - 1) + "…" : kept);
      if (lines.size() > MOST_LINES) {
        lines.removeFirst();
      }
    }
  }

  /** Returns the last lines, oldest first. */
  List<String> lastLines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }
}
