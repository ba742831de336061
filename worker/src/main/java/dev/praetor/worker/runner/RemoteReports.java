package dev.praetor.worker.runner;

import dev.praetor.RunId;
import dev.praetor.engine.Journal;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.wire.RunnerEvent;
import dev.praetor.store.write.JournalListener;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The reports of runs beside their changes. Logging never waits: lines that come faster than they
 * can be sent are counted instead. Thread-safe.
 */
final class RemoteReports implements JournalListener {
  /** The number of bytes that may wait before lines are left out. */
  private static final long MOST_WAITING = 32L << 20;

  private static final int LONGEST = 16 * 1024;

  private final RemoteSession session;
  private final Outbox outbox;
  private final RetriedRuns retried;
  private final AtomicInteger leftOut = new AtomicInteger();

  RemoteReports(RemoteSession session, Outbox outbox, RetriedRuns retried) {
    this.session = session;
    this.outbox = outbox;
    this.retried = retried;
  }

  @Override
  public void restarted(RunId earlier, RunId later) {
    retried.add(earlier, later); // The server sees it in the beginning of the later run.
  }

  @Override
  public void logged(Journal.LogLine line) {
    if (outbox.waitingBytes() > MOST_WAITING) {
      leftOut.incrementAndGet();
      return;
    }
    int lost = leftOut.getAndSet(0);
    if (lost > 0) {
      send(line, "WARN", "praetor", "… %d lines were left out: they came too fast".formatted(lost));
    }
    send(line, line.level(), line.logger(), line.text());
  }

  private void send(Journal.LogLine of, String level, String logger, String text) {
    Journal.LogLine line =
        new Journal.LogLine(
            of.run(),
            StorableText.plain(of.node()),
            of.index(),
            of.attempt(),
            of.time(),
            level,
            StorableText.plain(logger),
            StorableText.plain(cut(text)));
    outbox.add(new RunnerEvent.Lines(List.of(line)));
  }

  /** Shortens a text as the store would; its own note on that follows there. */
  private static String cut(String text) {
    return text.length() <= LONGEST + 1 ? text : text.substring(0, LONGEST + 1);
  }

  @Override
  public void progressed(Journal.Progress report) {
    Journal.Progress plain =
        new Journal.Progress(
            plain(report.from()), report.part(), StorableText.plain(report.message()));
    outbox.add(new RunnerEvent.Progress(plain));
  }

  private static Journal.Origin plain(Journal.Origin from) {
    return new Journal.Origin(
        from.run(), StorableText.plain(from.node()), from.index(), from.attempt(), from.time());
  }

  @Override
  public void published(Journal.Artifact artifact) throws Journal.TooLarge {
    Journal.Origin from = plain(artifact.from());
    Instant time = from.time();
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("run", from.run().toString()).put("node", from.node()).put("index", from.index());
    json.put("attempt", from.attempt()).put("time", Micros.micros(time));
    json.put("name", StorableText.plain(artifact.name()));
    json.put("content", StorableText.plain(artifact.content()));
    try {
      var _ = session.patiently("POST", "/artifacts", JsonMapper.shared().writeValueAsBytes(json));
    } catch (ServerRefused e) {
      if (e.status() == 413) {
        throw new Journal.TooLarge(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }
}
