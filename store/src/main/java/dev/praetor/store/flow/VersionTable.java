package dev.praetor.store.flow;

import dev.praetor.FlowSpec;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Records versions of flows whose runs this process need not have. */
public final class VersionTable {
  private VersionTable() {}

  /** Records a version of a flow, unless the store has it; returns the number of new rows. */
  public static int add(Connection connection, FlowKey flow, FlowSpec spec, Instant now)
      throws SQLException {
    String key = StorableText.plain(flow.text());
    return Sql.update(
            connection,
            """
            INSERT INTO flow_version (hash, flow, spec, created) VALUES (?, ?, ?, ?)
            ON CONFLICT (hash) DO NOTHING
            """,
            spec.version(),
            key,
            StorableText.ofJson(spec.json()),
            Micros.micros(now))
        + Sql.update(
            connection,
            """
            INSERT INTO version_of_flow (version, flow, created) VALUES (?, ?, ?)
            ON CONFLICT (version, flow) DO NOTHING
            """,
            spec.version(),
            key,
            Micros.micros(now));
  }
}
