package dev.praetor.store.audit.row;

import dev.praetor.store.db.Micros;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.db.WriteConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the audit log that a transaction adds. The head of the log is locked last, so that
 * the transactions of several servers make one chain, and none waits for another in a circle. Used
 * by one thread, for one transaction.
 */
public final class AuditBatch {
  private static final int LONGEST_MESSAGE = 1_000;

  /** The time by which clocks may differ, of which one says when a request came. */
  private static final Duration CLOCKS = Duration.ofHours(1);

  private static final int LONGEST_WORD = 200;
  private static final String INSERT =
      "INSERT INTO audit (sequence, time, hash, %s) VALUES (?, ?, ?%s)"
          .formatted(String.join(", ", ChainedRow.TEXTS), ", ?".repeat(ChainedRow.TEXTS.size()));

  private final WriteConnection connection;
  private final String lockRows;
  private final InstantSource clock;
  private final boolean again;
  private final List<Pending> rows = new ArrayList<>();
  private final List<Runnable> durable = new ArrayList<>();

  /**
   * Creates a batch without rows.
   *
   * @param lockRows the end of a query that locks rows
   * @param again true if the transaction was tried before, in which case its rows may be there
   */
  public AuditBatch(
      WriteConnection connection, String lockRows, InstantSource clock, boolean again) {
    this.connection = connection;
    this.lockRows = lockRows;
    this.clock = clock;
    this.again = again;
  }

  private record Pending(
      AuditEntry entry, Optional<String> was, Optional<String> became, AuditOutcome outcome) {}

  /** Work on a connection. */
  public interface Work {
    void on(Connection connection) throws SQLException;
  }

  /** Does work that is a part of a change, and adds a row if it changes something. */
  public void around(OpenChange change, Work work) throws SQLException {
    Connection real = connection.connection();
    AuditTarget target = Snapshot.resolved(real, change.entry().target());
    Optional<String> was = Snapshot.read(real, target);
    ChangedRows changed = new ChangedRows(real);
    work.on(changed.connection());
    Optional<String> became = Snapshot.read(real, target);
    if (changed.isAny() && (!change.isRecorded() || !was.equals(became))) {
      add(change, target, was, became);
    }
  }

  /**
   * Adds the row of a change that has made a run.
   *
   * @param state the name of the state in which it was made
   */
  public void made(OpenChange change, String run, String state) throws SQLException {
    AuditTarget target = change.entry().target();
    boolean isNew = target.kind() == TargetKind.RUN && target.key().isEmpty();
    add(
        change,
        isNew
            ? new AuditTarget(TargetKind.RUN, target.project(), List.of(run))
            : Snapshot.resolved(connection.connection(), target),
        Optional.empty(),
        Optional.of("{\"run\":\"%s\",\"state\":\"%s\"}".formatted(run, state)));
  }

  private void add(
      OpenChange change, AuditTarget target, Optional<String> was, Optional<String> became) {
    AuditEntry entry = change.entry();
    rows.add(
        new Pending(
            entry.withTarget(target).withId(entry.id() + "." + change.rows()),
            was,
            became,
            AuditOutcome.DONE));
    durable.add(change::recorded);
  }

  /** Adds a row that tells of no change in this transaction. */
  public void add(AuditEntry entry, AuditOutcome outcome) {
    rows.add(new Pending(entry, Optional.empty(), Optional.empty(), outcome));
  }

  /**
   * Writes the rows.
   *
   * @return what is to be done once they are durable, before anyone is told
   */
  public List<Runnable> write() throws SQLException {
    if (rows.isEmpty()) {
      return List.of();
    }
    AuditHead head = head();
    PreparedStatement insert = connection.prepare(INSERT);
    long now = Micros.micros(clock.instant()); // Under the lock, so that times grow with numbers.
    boolean any = false;
    for (Pending row : rows) {
      if (again && isThere(row.entry())) {
        continue;
      }
      ChainedRow next = chained(row, head.sequence() + 1, now);
      head = new AuditHead(next.sequence(), next.hash(head.hash()));
      bind(insert, next, head.hash());
      insert.addBatch();
      any = true;
    }
    if (any) {
      insert.executeBatch();
      PreparedStatement update =
          connection.prepare("UPDATE audit_head SET sequence = ?, hash = ? WHERE one = 1");
      update.setLong(1, head.sequence());
      update.setString(2, head.hash());
      update.executeUpdate();
    }
    return List.copyOf(durable);
  }

  private static void bind(PreparedStatement insert, ChainedRow row, String hash)
      throws SQLException {
    insert.setLong(1, row.sequence());
    insert.setLong(2, row.time());
    insert.setString(3, hash);
    for (int i = 0; i < row.texts().size(); i++) {
      insert.setString(4 + i, row.texts().get(i));
    }
  }

  /** Returns the locked head of the log. */
  private AuditHead head() throws SQLException {
    Optional<AuditHead> there = lockedHead();
    if (there.isPresent()) {
      return there.get();
    }
    // The first row of a store, or somebody deleted the head, which whoever verifies finds.
    connection
        .prepare(
            """
            INSERT INTO audit_head (one, sequence, hash)
            SELECT 1, coalesce((SELECT max(sequence) FROM audit), 0),
              coalesce((SELECT hash FROM audit ORDER BY sequence DESC LIMIT 1), '%s')
            WHERE NOT EXISTS (SELECT 1 FROM audit_head)
            ON CONFLICT DO NOTHING
            """
                .formatted(ChainedRow.GENESIS))
        .executeUpdate();
    return lockedHead().orElseThrow(() -> new SQLException("the audit log has no head"));
  }

  private Optional<AuditHead> lockedHead() throws SQLException {
    PreparedStatement select =
        connection.prepare("SELECT sequence, hash FROM audit_head WHERE one = 1" + lockRows);
    try (ResultSet row = select.executeQuery()) {
      return row.next()
          ? Optional.of(new AuditHead(row.getLong("sequence"), row.getString("hash")))
          : Optional.empty();
    }
  }

  private boolean isThere(AuditEntry entry) throws SQLException {
    PreparedStatement select = connection.prepare("SELECT 1 FROM audit WHERE time >= ? AND id = ?");
    select.setLong(1, Micros.micros(entry.began().minus(CLOCKS)));
    select.setString(2, entry.id());
    try (ResultSet row = select.executeQuery()) {
      return row.next();
    }
  }

  private ChainedRow chained(Pending row, long sequence, long now) {
    AuditEntry entry = row.entry();
    @Nullable String[] texts = {
      entry.id(),
      entry.request(),
      BoundedText.of(entry.actor().name(), LONGEST_WORD),
      entry.actor().kind().name(),
      BoundedText.of(entry.address(), LONGEST_WORD),
      BoundedText.of(entry.action(), LONGEST_WORD),
      entry.target().project().map(project -> BoundedText.of(project, LONGEST_WORD)).orElse(null),
      entry.target().kind().name(),
      entry.target().name(),
      StorableText.ofJson(entry.arguments()),
      row.was().orElse(null),
      row.became().orElse(null),
      row.outcome().kind().name(),
      row.outcome().code().orElse(null),
      BoundedText.of(row.outcome().message(), LONGEST_MESSAGE)
    };
    return new ChainedRow(sequence, now, Arrays.asList(texts));
  }
}
