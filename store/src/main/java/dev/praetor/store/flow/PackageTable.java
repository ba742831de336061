package dev.praetor.store.flow;

import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The rows of packages, without the bytes of their files. */
final class PackageTable {
  private PackageTable() {}

  /**
   * Records a package unless it is recorded. Its files cannot be deleted from now on.
   *
   * @return the files that are not in the store; if there are any, the package is not recorded
   */
  static List<PackageFile> add(Connection connection, FlowPackage contents, Instant now)
      throws SQLException {
    List<PackageFile> missing = new ArrayList<>();
    // In the order of the hashes, so that two processes lock files in the same order.
    for (PackageFile file :
        contents.files().stream().sorted(Comparator.comparing(PackageFile::sha256)).toList()) {
      if (touch(connection, file, now) == 0) {
        missing.add(file);
      }
    }
    if (missing.isEmpty()) {
      insert(connection, contents, now);
    }
    return missing;
  }

  private static int touch(Connection connection, PackageFile file, Instant now)
      throws SQLException {
    return Sql.update(
        connection,
        "UPDATE package_file SET used = ? WHERE sha256 = ? AND size = ?",
        Micros.micros(now),
        file.sha256(),
        file.size());
  }

  private static void insert(Connection connection, FlowPackage contents, Instant now)
      throws SQLException {
    String sha256 = contents.sha256();
    int added =
        Sql.update(
            connection,
            """
            INSERT INTO package (sha256, kind, release, size, created) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (sha256) DO NOTHING
            """,
            sha256,
            contents.kind().name(),
            contents.release(),
            contents.size(),
            Micros.micros(now));
    if (added == 0) {
      return;
    }
    int place = 0;
    for (PackageFile file : contents.files()) {
      Sql.update(
          connection,
          "INSERT INTO package_part (package, place, file, name, size) VALUES (?, ?, ?, ?, ?)",
          sha256,
          place++,
          file.sha256(),
          StorableText.plain(file.name()),
          file.size());
    }
  }

  /** Reads a package; empty if there is none of this hash. */
  static Optional<FlowPackage> find(QueryRunner query, String sha256) {
    List<PackageFile> files =
        query.all(
            """
            SELECT name, file, size FROM package_part WHERE package = ? ORDER BY place
            """,
            List.of(sha256),
            row ->
                new PackageFile(row.getString("name"), row.getString("file"), row.getLong("size")));
    return query.first(
        "SELECT kind, release FROM package WHERE sha256 = ?",
        List.of(sha256),
        row ->
            new FlowPackage(
                FlowPackage.Kind.valueOf(row.getString("kind")), row.getInt("release"), files));
  }
}
