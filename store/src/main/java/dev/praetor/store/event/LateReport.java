package dev.praetor.store.event;

import dev.praetor.store.model.EventKind;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/**
 * A report about a run by a process that does not own it any more. It was refused; that it came is
 * kept as evidence, once for each owner of a run.
 *
 * @param epoch the epoch under which the process reported
 * @param reporter the name of the process
 */
public record LateReport(String run, int epoch, String reporter) {
  /** Writes the event, if the run has a later owner; returns whether it is new. */
  public boolean write(Connection connection, Instant now) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT flow, epoch FROM flow_run WHERE id = ?")) {
      select.setString(1, run);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            && row.getInt("epoch") > epoch
            && EventTable.write(
                connection, now, id(), event(row.getString("flow"), row.getInt("epoch")));
      }
    }
  }

  private NewEvent event(String flow, int owned) {
    return NewEvent.of(
            EventKind.LATE_REPORT_REFUSED,
            "%s reported about the run, which another process has claimed; the report was refused"
                .formatted(reporter))
        .flow(flow)
        .run(run)
        .by(reporter)
        .with("epoch", epoch)
        .with("owned", owned);
  }

  private String id() {
    String of = "late report %s %d".formatted(run, epoch);
    return UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
