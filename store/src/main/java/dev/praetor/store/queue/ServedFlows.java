package dev.praetor.store.queue;

import dev.praetor.Flow;
import dev.praetor.FlowSpec;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.flow.VersionTable;
import dev.praetor.store.write.WriteQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The flows whose waiting runs this process starts, as other processes see them. Thread-safe. */
public final class ServedFlows {
  private static final int BATCH = 500;
  private final WriteQueue writes;
  private final InstantSource clock;
  private final String self;

  /**
   * Creates the access to the table.
   *
   * @param self the id of this process in the store
   */
  public ServedFlows(WriteQueue writes, InstantSource clock, String self) {
    this.writes = writes;
    this.clock = clock;
    this.self = self;
  }

  /**
   * Records that this process serves flows, with the versions that their code has.
   *
   * @param slots the largest number of runs that this process runs at once
   */
  public void add(List<Flow<?>> flows, int slots) {
    add(flows, slots, Registration.DEFAULT_PROJECT);
  }

  /**
   * Records that this process serves flows, with the versions that their code has.
   *
   * @param slots the largest number of runs that this process runs at once
   * @param project the project of a version that no project has registered
   */
  public void add(List<Flow<?>> flows, int slots, String project) {
    for (int from = 0; from < flows.size(); from += BATCH) {
      List<Flow<?>> batch = flows.subList(from, Math.min(from + BATCH, flows.size()));
      writes.now(connection -> {
        int changed = 0;
        for (Flow<?> flow : batch) {
          changed += add(connection, flow, slots, project);
        }
        return changed;
      });
    }
  }

  /**
   * Records that this process serves flows whose versions are recorded.
   *
   * @param versions the versions, by the names of the flows
   * @param slots the largest number of runs that this process runs at once
   */
  public void addRecorded(Map<String, String> versions, int slots) {
    writes.now(connection -> {
      int changed = 0;
      for (Map.Entry<String, String> flow : versions.entrySet()) {
        changed += add(connection, flow.getKey(), flow.getValue(), slots);
      }
      return changed;
    });
  }

  private int add(Connection connection, Flow<?> flow, int slots, String project)
      throws SQLException {
    FlowSpec spec = flow.spec();
    return VersionTable.add(connection, new FlowKey(project, flow.name()), spec, clock.instant())
        + add(connection, StorableText.plain(flow.name()), spec.version(), slots);
  }

  private int add(Connection connection, String name, String version, int slots)
      throws SQLException {
    return Sql.update(
            connection,
            """
            INSERT INTO served_flow (process, flow, version, slots) VALUES (?, ?, ?, ?)
            ON CONFLICT (flow, process)
            DO UPDATE SET version = excluded.version, slots = excluded.slots
            """,
            self,
            name,
            version,
            slots)
        // The processes of the past serve nothing.
        + Sql.update(
            connection,
            """
            DELETE FROM served_flow WHERE flow = ?
              AND process IN (SELECT id FROM process WHERE ended IS NOT NULL)
            """,
            name);
  }

  /** Records that this process serves no flow any more. */
  public void clear() {
    writes.now(
        connection -> Sql.update(connection, "DELETE FROM served_flow WHERE process = ?", self));
  }
}
