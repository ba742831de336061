package dev.praetor.store.flow;

import dev.praetor.FlowSpec;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.event.EventTable;
import dev.praetor.store.event.NewEvent;
import dev.praetor.store.json.WorkerJson;
import dev.praetor.store.model.EventKind;
import dev.praetor.store.model.RegisteredVersion;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes one registration, in one transaction. The row of each flow is locked until the transaction
 * ends, so that of several registrations of a flow one numbers its version after the other. Used by
 * one thread.
 */
final class RegistrationTable {
  private static final String VERSION =
      "SELECT "
          + VersionRows.COLUMNS
          + " FROM"
          + VersionRows.TABLES
          + "WHERE v.project = ? AND v.flow = ? AND ";

  private final Registration registration;
  private final String id;
  private final String by;
  private final InstantSource clock;

  /** The changes of an earlier try, whose commit may have arrived. */
  private final Map<String, RegisteredChange> tried = new HashMap<>();

  RegistrationTable(Registration registration, String id, String by, InstantSource clock) {
    this.registration = registration;
    this.id = id;
    this.by = by;
    this.clock = clock;
  }

  /** The outcome of a registration. */
  sealed interface Outcome {
    /** The flows are registered. */
    record Done(List<RegisteredChange> changes) implements Outcome {
      public Done {
        changes = List.copyOf(changes);
      }
    }

    /** Nothing is registered, because files are not in the store. */
    record Missing(List<PackageFile> files) implements Outcome {
      public Missing {
        files = List.copyOf(files);
      }
    }
  }

  Outcome write(Connection connection) throws SQLException {
    Instant now = clock.instant();
    List<PackageFile> missing = PackageTable.add(connection, registration.contents(), now);
    if (!missing.isEmpty()) {
      return new Outcome.Missing(missing);
    }
    List<RegisteredChange> changes = new ArrayList<>();
    // The flows come in the order of their names, so that two processes lock them in one order.
    for (Map.Entry<String, FlowSpec> flow : registration.flows().entrySet()) {
      changes.add(register(connection, StorableText.plain(flow.getKey()), flow.getValue(), now));
    }
    return new Outcome.Done(changes);
  }

  /** The row of a flow, which is locked. */
  private record Current(int number, String changeId, boolean archived) {}

  private RegisteredChange register(Connection connection, String flow, FlowSpec spec, Instant now)
      throws SQLException {
    Current current = lock(connection, flow, now);
    RegisteredChange before = tried.get(flow);
    if (before != null && current.changeId().equals(id)) {
      return before;
    }
    VersionTable.add(connection, new FlowKey(registration.project(), flow), spec, now);
    Optional<RegisteredVersion> earlier =
        version(connection, flow, "v.number = ?", current.number());
    Optional<RegisteredVersion> same =
        version(
            connection,
            flow,
            "v.version = ? AND v.package = ?",
            spec.version(),
            registration.contents().sha256());
    RegisteredVersion version =
        same.isPresent() ? same.get() : add(connection, flow, spec.version(), now);
    RegisteredChange change = new RegisteredChange(version, earlier, current.archived());
    if (change.kind() != RegisteredChange.Kind.UNCHANGED) {
      makeCurrent(connection, version, now);
      EventTable.write(
          connection,
          now,
          NewEvent.of(
                  EventKind.FLOW_REGISTERED,
                  "version %d of flow '%s' is registered".formatted(version.number(), flow))
              .flow(version.flowKey())
              .by(by)
              .with("version", version.number())
              .with("package", registration.contents().sha256()));
      tried.put(flow, change);
    }
    return change;
  }

  private Current lock(Connection connection, String flow, Instant now) throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO registered_flow (project, name, current, created, changed, change_id)
        VALUES (?, ?, 0, ?, ?, '') ON CONFLICT (project, name) DO NOTHING
        """,
        registration.project(),
        flow,
        Micros.micros(now),
        Micros.micros(now));
    Sql.update(
        connection,
        "UPDATE registered_flow SET current = current WHERE project = ? AND name = ?",
        registration.project(),
        flow);
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT current, change_id, archived IS NOT NULL AS gone FROM registered_flow
            WHERE project = ? AND name = ?
            """)) {
      Sql.bind(select, registration.project(), flow);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return new Current(
            row.getInt("current"), row.getString("change_id"), row.getBoolean("gone"));
      }
    }
  }

  private Optional<RegisteredVersion> version(
      Connection connection, String flow, String condition, @Nullable Object... bound)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(VERSION + condition)) {
      List<@Nullable Object> all = new ArrayList<>(List.of(registration.project(), flow));
      all.addAll(List.of(bound));
      Sql.bind(select, all.toArray());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(VersionRows.version(row)) : Optional.empty();
      }
    }
  }

  private RegisteredVersion add(Connection connection, String flow, String version, Instant now)
      throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO registered_version
          (project, flow, number, version, package, kind, release, file_names, author, created)
        SELECT ?, ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?, ?, ?, ? FROM registered_version
        WHERE project = ? AND flow = ?
        """,
        registration.project(),
        flow,
        version,
        registration.contents().sha256(),
        registration.contents().kind().name(),
        registration.contents().release(),
        StorableText.plain(
            WorkerJson.texts(
                registration.contents().files().stream().map(PackageFile::name).toList())),
        StorableText.plain(by),
        Micros.micros(now),
        registration.project(),
        flow);
    return version(
            connection,
            flow,
            "v.version = ? AND v.package = ?",
            version,
            registration.contents().sha256())
        .orElseThrow(() -> new SQLException("a version that was just added is missing"));
  }

  private void makeCurrent(Connection connection, RegisteredVersion version, Instant now)
      throws SQLException {
    Sql.update(
        connection,
        """
        UPDATE registered_flow SET current = ?, changed = ?, change_id = ?
        WHERE project = ? AND name = ?
        """,
        version.number(),
        Micros.micros(now),
        id,
        version.project(),
        version.flow());
  }
}
