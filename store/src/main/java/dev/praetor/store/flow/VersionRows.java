package dev.praetor.store.flow;

import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.store.db.Micros;
import dev.praetor.store.json.FlowSettingsJson;
import dev.praetor.store.model.PackageRef;
import dev.praetor.store.model.RegisteredFlow;
import dev.praetor.store.model.RegisteredVersion;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The reading of registered versions from rows. */
final class VersionRows {
  /** The columns of a version. */
  static final String COLUMNS =
      """
      v.project, v.flow, v.number, v.version, v.author, v.created,
      p.sha256, p.size, v.kind, v.release,
      (SELECT min(o.created) FROM registered_version o
       WHERE o.project = v.project AND o.package = v.package) AS packaged
      """;

  /** The tables of {@link #COLUMNS}. */
  static final String TABLES = " registered_version v JOIN package p ON p.sha256 = v.package ";

  /** The columns of a flow beside those of its current version. */
  static final String OF_FLOW =
      "f.created AS since, f.changed, f.settings, f.archived, f.archived_by";

  private VersionRows() {}

  static RegisteredVersion version(ResultSet row) throws SQLException {
    return new RegisteredVersion(
        row.getString("project"),
        row.getString("flow"),
        row.getInt("number"),
        row.getString("version"),
        new PackageRef(
            row.getString("sha256"),
            row.getLong("size"),
            FlowPackage.Kind.valueOf(row.getString("kind")),
            row.getInt("release"),
            Micros.of(row.getLong("packaged"))),
        row.getString("author"),
        Micros.of(row.getLong("created")));
  }

  static RegisteredFlow flow(ResultSet row) throws SQLException {
    long archived = row.getLong("archived");
    Optional<RegisteredFlow.Archive> archive =
        row.wasNull()
            ? Optional.empty()
            : Optional.of(
                new RegisteredFlow.Archive(row.getString("archived_by"), Micros.of(archived)));
    return new RegisteredFlow(
        version(row),
        Micros.of(row.getLong("since")),
        Micros.of(row.getLong("changed")),
        FlowSettingsJson.read(row.getString("settings")),
        archive);
  }
}
