package dev.praetor.store.worker;

import dev.praetor.store.db.ProcessId;
import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.event.EventTable;
import dev.praetor.store.event.NewEvent;
import dev.praetor.store.json.WorkerJson;
import dev.praetor.store.model.EventKind;
import dev.praetor.store.model.StoredWorker;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Writes the rows of workers, in one transaction.
 *
 * @param now the expression for the time of the database's clock
 * @param time the time of events by the clock of this process
 */
record WorkerTable(Connection connection, String now, Instant time) {
  private static final int MOST_OF_A_NAME = 1_000;

  /** Adds a worker under a name that no other live worker has, and returns that name. */
  String add(NewWorker worker) throws SQLException {
    Sql.update(connection, "DELETE FROM worker WHERE id = ?", worker.id());
    String wanted = StorableText.plain(worker.name());
    String name = wanted;
    for (int n = 2; !add(worker, name); n++) {
      if (n > MOST_OF_A_NAME) {
        throw new IllegalStateException("too many workers are named " + wanted);
      }
      name = wanted + "-" + n;
    }
    write(
        EventKind.WORKER_JOINED,
        "worker '%s' joined on %s".formatted(name, worker.process().host()),
        worker.id(),
        "");
    return name;
  }

  private void write(EventKind kind, String text, String worker, String by) throws SQLException {
    EventTable.write(connection, time, NewEvent.of(kind, text).worker(worker).by(by));
  }

  /** Tells a live worker to drain; returns false if there is none. */
  boolean drain(String id, String by) throws SQLException {
    Optional<Boolean> before = isDraining(id);
    if (before.equals(Optional.of(false))) {
      Sql.update(connection, "UPDATE worker SET draining = 1 WHERE id = ?", id);
      write(EventKind.WORKER_DRAINED, "worker %s is to drain".formatted(id), id, by);
    }
    return before.isPresent();
  }

  private Optional<Boolean> isDraining(String id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "UPDATE worker SET draining = draining WHERE id = ? AND ended IS NULL"
                + " RETURNING draining")) {
      Sql.bind(select, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getInt("draining") == 1) : Optional.empty();
      }
    }
  }

  private boolean add(NewWorker worker, String name) throws SQLException {
    ProcessId process = worker.process();
    return Sql.update(
            connection,
            """
            INSERT INTO worker (id, name, draining, pools, labels, slots, version, host, pid, boot,
              space, ticks, started, heartbeat)
            SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, %s, %s WHERE true ON CONFLICT DO NOTHING
            """
                .formatted(now, now),
            worker.id(),
            name,
            worker.draining() ? 1 : 0,
            WorkerJson.texts(worker.offer().pools()),
            WorkerJson.texts(worker.offer().labels()),
            worker.offer().slots(),
            StorableText.plain(worker.version()),
            StorableText.plain(process.host()),
            process.pid(),
            process.boot(),
            process.space(),
            process.ticks())
        == 1;
  }

  /** Records a report; returns whether the worker is to drain, or absent if it is not recorded. */
  Optional<Boolean> report(String id, StoredWorker.Report report) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE worker SET runners = ?, log = ?, heartbeat = "
                + now
                + " WHERE id = ? AND ended IS NULL RETURNING draining")) {
      Sql.bind(update, WorkerJson.runners(report.runners()), WorkerJson.texts(report.log()), id);
      try (ResultSet row = update.executeQuery()) {
        return row.next() ? Optional.of(row.getInt("draining") == 1) : Optional.empty();
      }
    }
  }

  /** Records that a worker has ended by itself. */
  int end(String id) throws SQLException {
    return end(id, EventKind.WORKER_ENDED, "worker %s has ended".formatted(id));
  }

  private int end(String id, EventKind kind, String text) throws SQLException {
    int ended =
        Sql.update(
            connection,
            "UPDATE worker SET ended = " + now + ", runners = '[]' WHERE id = ? AND ended IS NULL",
            id);
    if (ended > 0) {
      write(kind, text, id, "");
    }
    return ended;
  }

  /** Records the end of the workers whose processes have ended, or were not heard for long. */
  int endDead() throws SQLException {
    List<String> dead = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT id, host, pid, boot, space, ticks, "
                    + now
                    + " - heartbeat AS silence FROM worker WHERE ended IS NULL");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        if (isDead(row)) {
          dead.add(row.getString("id"));
        }
      }
    }
    int ended = 0;
    for (String id : dead) {
      ended +=
          end(
              id,
              EventKind.WORKER_LOST,
              "worker %s died, or was not heard for the length of a lease".formatted(id));
    }
    return ended;
  }

  /** Returns whether the worker of a row with its process and silence has ended. */
  static boolean isDead(ResultSet row) throws SQLException {
    ProcessId process =
        new ProcessId(
            row.getString("host"),
            row.getLong("pid"),
            row.getString("boot"),
            row.getString("space"),
            row.getLong("ticks"));
    return switch (process.sign()) {
      case GONE -> true;
      case RUNNING -> false;
      case UNKNOWN ->
          row.getLong("silence") > TimeUnit.NANOSECONDS.toMicros(ProcessRow.LEASE.toNanos());
    };
  }
}
