package dev.praetor.store.flow;

import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.write.WriteQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * The content that was sent for a project. Files are stored once for all projects, so the hash of a
 * file would do to register it; who is limited to a project has to send it, and so to have it,
 * unless a package of the project has it. Thread-safe.
 */
public final class SentContent {
  /** The time in which a package is registered after its files were sent. */
  private static final Duration RECENT = Duration.ofDays(1);

  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource clock;

  public SentContent(QueryRunner query, WriteQueue writes, InstantSource clock) {
    this.query = query;
    this.writes = writes;
    this.clock = clock;
  }

  /** The kinds of content: who has sent a piece has not said yet that a file consists of it. */
  public enum Kind {
    /** A part of a file. */
    PIECE,
    /** A file, of which all pieces were sent. */
    FILE
  }

  /** Records that something was sent for a project, as a whole. */
  public void add(String project, Kind kind, String sha256) {
    writes.now(connection ->
        Sql.update(
            connection,
            """
            INSERT INTO sent_content (project, kind, sha256, time) VALUES (?, ?, ?, ?)
            ON CONFLICT (project, kind, sha256) DO UPDATE SET time = excluded.time
            """,
            project,
            kind.name(),
            sha256,
            Micros.micros(clock.instant())));
  }

  /** Returns whether something was sent for a project. */
  public boolean isSent(String project, Kind kind, String sha256) {
    return query
        .first(
            "SELECT 1 FROM sent_content WHERE project = ? AND kind = ? AND sha256 = ?",
            List.of(StorableText.plain(project), kind.name(), sha256),
            row -> true)
        .isPresent();
  }

  /** Returns the files of a package, each once, that a project has neither sent nor registered. */
  public List<PackageFile> missing(String project, FlowPackage contents) {
    return contents.files().stream()
        .distinct()
        .filter(file ->
            !isSent(project, Kind.FILE, file.sha256()) && !isRegistered(project, file.sha256()))
        .toList();
  }

  private boolean isRegistered(String project, String file) {
    return query
        .first(
            """
            SELECT 1 FROM package_part p WHERE p.file = ? AND EXISTS (
              SELECT 1 FROM registered_version g WHERE g.package = p.package AND g.project = ?)
            """,
            List.of(file, StorableText.plain(project)),
            row -> true)
        .isPresent();
  }

  /**
   * Checks that a project has sent or registered all files of a package.
   *
   * @throws dev.praetor.store.model.StoreFailed with {@code CONFLICT} if not
   */
  public void require(String project, FlowPackage contents) {
    List<PackageFile> missing = missing(project, contents);
    if (!missing.isEmpty()) {
      throw MissingFiles.of(contents, missing);
    }
  }

  /** Forgets what was sent more than a day before a time. */
  public void drop(Instant now) {
    writes.now(connection ->
        Sql.update(
            connection,
            "DELETE FROM sent_content WHERE time < ?",
            Micros.micros(now.minus(RECENT))));
  }
}
