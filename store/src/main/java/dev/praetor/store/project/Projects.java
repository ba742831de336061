package dev.praetor.store.project;

import dev.praetor.ErrorCode;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.db.GivenName;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.WriteQueue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The projects of a store. There always is the default project. Thread-safe. */
public final class Projects {
  private static final String DEFAULT = Registration.DEFAULT_PROJECT;

  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource clock;

  public Projects(QueryRunner query, WriteQueue writes, InstantSource clock) {
    this.query = query;
    this.writes = writes;
    this.clock = clock;
  }

  /** Returns the names of all projects. */
  public List<String> names() {
    return Stream.concat(
            Stream.of(DEFAULT),
            query
                .all(
                    "SELECT name FROM project ORDER BY name",
                    List.of(),
                    row -> row.getString("name"))
                .stream())
        .toList();
  }

  /**
   * Makes a project.
   *
   * @param name at most 50 lower-case letters, digits and characters of {@code _ -}, beginning with
   *     a letter or digit
   * @param by who makes it
   * @throws StoreFailed with BAD_REQUEST if the name is not allowed; with CONFLICT if there is such
   *     a project
   */
  public Project add(String name, String by) {
    GivenName.check("project", name);
    if (!FlowKey.isProject(name)) {
      throw new StoreFailed(
          ErrorCode.BAD_REQUEST,
          "project '" + name + "'",
          "the name of a project has 1 to 50 lower-case letters, digits and characters of _ -, and"
              + " begins with a letter or digit",
          "");
    }
    Instant now = Micros.of(Micros.micros(clock.instant()));
    int made =
        name.equals(DEFAULT)
            ? 0
            : writes.now(connection ->
                Sql.update(
                    connection,
                    """
                    INSERT INTO project (name, created, created_by) VALUES (?, ?, ?)
                    ON CONFLICT DO NOTHING
                    """,
                    name,
                    Micros.micros(now),
                    StorableText.plain(by)));
    if (made == 0) {
      throw new StoreFailed(
          ErrorCode.CONFLICT, "project '" + name + "'", "there is a project '" + name + "'", "");
    }
    return new Project(name, Optional.of(by), Optional.of(now));
  }

  /** Reads the row of a project. */
  public static Project read(ResultSet row) throws SQLException {
    return new Project(
        row.getString("name"),
        QueryRunner.text(row, "created_by"),
        QueryRunner.time(row, "created"));
  }

  /**
   * Checks that there is a project.
   *
   * @throws StoreFailed with NOT_FOUND if not
   */
  public void require(String name) {
    if (!names().contains(name)) {
      throw none(name);
    }
  }

  /**
   * Checks that a store that does not exist yet has a project once it is made.
   *
   * @throws StoreFailed with NOT_FOUND if not
   */
  public static void requireOfNew(String name) {
    if (!name.equals(DEFAULT)) {
      throw none(name);
    }
  }

  /** Returns the error that there is no project of a name. */
  public static StoreFailed none(String name) {
    return new StoreFailed(
        ErrorCode.NOT_FOUND,
        "project '" + name + "'",
        "there is no project '" + name + "'",
        name.equals(DEFAULT)
            ? "the key or the user is limited to other projects; name one of them (see praetor"
                + " projects list)"
            : "an administrator can make it: praetor projects add " + name);
  }
}
