package dev.praetor.store.log;

import dev.praetor.RunId;
import dev.praetor.engine.Journal;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.db.UniqueMicros;
import dev.praetor.store.model.LogFilter;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredLog;
import dev.praetor.store.write.WriteQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores the log lines of task runs. Logging never waits: lines are buffered until the writer takes
 * all of them, and lines that come faster than they can be written are counted instead of stored.
 * Thread-safe.
 */
public final class Logs {
  static final int LONGEST = 16 * 1024;
  private static final int MOST_CHARACTERS = 8 << 20;
  private static final int OVERHEAD = 200;
  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource clock;
  private final UniqueMicros ticks;

  /** The lock that guards the fields below. */
  private final Object lock = new Object();

  private List<Line> waiting = new ArrayList<>();

  private final Map<Where, Integer> leftOut = new LinkedHashMap<>();

  /** The number of characters that are waiting or being written. */
  private int characters;

  private boolean requested;

  private record Line(
      long id,
      Where where,
      int index,
      int attempt,
      long time,
      String level,
      String logger,
      String text) {
    int size() {
      return text.length() + OVERHEAD;
    }
  }

  private record Where(String run, String node) {}

  public Logs(QueryRunner query, WriteQueue writes, InstantSource clock) {
    this.query = query;
    this.writes = writes;
    this.clock = clock;
    this.ticks = new UniqueMicros(clock);
  }

  public void add(Journal.LogLine line) {
    Where where = new Where(line.run().toString(), StorableText.plain(line.node()));
    Line kept =
        new Line(
            ticks.next(),
            where,
            line.index(),
            line.attempt(),
            Micros.micros(line.time()),
            line.level(),
            StorableText.plain(line.logger()),
            StorableText.plain(cut(line.text())));
    synchronized (lock) {
      if (characters > MOST_CHARACTERS) {
        leftOut.merge(where, 1, Integer::sum);
      } else {
        waiting.add(kept);
        characters += kept.size();
      }
      if (requested) {
        return;
      }
      requested = true;
    }
    requestWrite();
  }

  private static String cut(String text) {
    return text.length() <= LONGEST
        ? text
        : "%s… (cut: it has %d characters)".formatted(text.substring(0, LONGEST), text.length());
  }

  private void requestWrite() {
    Batch batch = new Batch();
    try {
      var _ = writes.begin(batch::write).thenRun(batch::written);
    } catch (StoreFailed closed) {
      // The runs of a closed store have ended or wait for ever, so nobody will read these lines.
      synchronized (lock) {
        waiting.clear();
        leftOut.clear();
      }
    }
  }

  /**
   * The lines of one transaction: all lines waiting when it is first tried. Used only by the
   * writer's thread.
   */
  private final class Batch {
    private @Nullable List<Line> lines;

    int write(Connection connection) throws SQLException {
      List<Line> taken = lines;
      if (taken == null) {
        taken = take();
        lines = taken;
      }
      insert(connection, taken);
      return taken.size();
    }

    void written() {
      List<Line> taken = lines == null ? List.of() : lines;
      synchronized (lock) {
        characters -= taken.stream().mapToInt(Line::size).sum();
      }
    }
  }

  private List<Line> take() {
    synchronized (lock) {
      requested = false;
      List<Line> taken = waiting;
      waiting = new ArrayList<>();
      leftOut.forEach((where, n) -> taken.add(leftOut(where, n)));
      leftOut.clear();
      return taken;
    }
  }

  /**
   * Returns the line that tells how many lines of a node were left out. The caller holds the lock.
   */
  private Line leftOut(Where where, int lines) {
    String text =
        "… %d %s left out: they came faster than they could be written"
            .formatted(lines, lines == 1 ? "line was" : "lines were");
    long now = Micros.micros(clock.instant());
    Line line = new Line(ticks.next(), where, -1, 0, now, "WARN", "praetor", text);
    characters += line.size();
    return line;
  }

  private static void insert(Connection connection, List<Line> lines) throws SQLException {
    if (lines.isEmpty()) {
      return;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO log (run, id, node, idx, attempt, time, level, logger, text)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (run, id) DO NOTHING
            """)) {
      for (Line line : lines) {
        Sql.bind(
            insert,
            line.where().run(),
            line.id(),
            line.where().node(),
            line.index(),
            line.attempt(),
            line.time(),
            line.level(),
            line.logger(),
            line.text());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  public List<StoredLog> list(RunId run, LogFilter filter) {
    StringBuilder sql = new StringBuilder("SELECT * FROM log WHERE run = ? AND id > ?");
    List<Object> bound = new ArrayList<>(List.of(run.toString(), filter.after()));
    filter
        .node()
        .ifPresent(node -> {
          sql.append(" AND node = ?");
          bound.add(node);
        });
    filter
        .index()
        .ifPresent(index -> {
          sql.append(" AND idx = ?");
          bound.add(index);
        });
    if (!filter.levels().isEmpty()) {
      String marks = String.join(", ", Collections.nCopies(filter.levels().size(), "?"));
      sql.append(" AND level IN (").append(marks).append(')');
      bound.addAll(filter.levels());
    }
    bound.add(filter.limit());
    return query.all(sql.append(" ORDER BY id LIMIT ?").toString(), bound, Logs::read);
  }

  /** Returns the last line of a task run. */
  public Optional<StoredLog> last(RunId run, String node, int index) {
    return query.first(
        "SELECT * FROM log WHERE run = ? AND node = ? AND idx = ? ORDER BY id DESC LIMIT 1",
        List.of(run.toString(), node, index),
        Logs::read);
  }

  private static StoredLog read(ResultSet row) throws SQLException {
    return new StoredLog(
        row.getLong("id"),
        row.getString("node"),
        row.getInt("idx"),
        row.getInt("attempt"),
        Micros.of(row.getLong("time")),
        row.getString("level"),
        row.getString("logger"),
        row.getString("text"));
  }
}
