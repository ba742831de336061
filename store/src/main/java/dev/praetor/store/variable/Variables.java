package dev.praetor.store.variable;

import dev.praetor.ErrorCode;
import dev.praetor.RunId;
import dev.praetor.Variable;
import dev.praetor.engine.ShellArgument;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.spi.VariableProvider;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.WriteQueue;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The variables in a store, each of a project. Thread-safe. */
public final class Variables {
  /** The largest size of a value, in bytes of UTF-8. */
  public static final int LARGEST = 64 << 10;

  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource clock;

  public Variables(QueryRunner query, WriteQueue writes, InstantSource clock) {
    this.query = query;
    this.writes = writes;
    this.clock = clock;
  }

  /** Returns a variable; empty if the project has none of this name. */
  public Optional<StoredVariable> find(String project, String name) {
    return query.first(
        """
        SELECT project, name, value, version, created, time, set_by FROM variable
        WHERE project = ? AND name = ?
        """,
        List.of(StorableText.plain(project), StorableText.plain(name)),
        Variables::read);
  }

  /** Reads the row of a variable. */
  public static StoredVariable read(ResultSet row) throws SQLException {
    return new StoredVariable(
        row.getString("project"),
        row.getString("name"),
        row.getString("value"),
        row.getInt("version"),
        Micros.of(row.getLong("created")),
        Micros.of(row.getLong("time")),
        row.getString("set_by"));
  }

  /**
   * Sets the value of a variable, which is durable when this method returns.
   *
   * @param by who sets it; may be empty
   * @return true if the variable is new, false if its value was replaced
   * @throws StoreFailed if the value is empty or too large, or is not a text that a database can
   *     store
   */
  public boolean set(String project, Variable variable, String value, String by) {
    check(variable, value);
    String stored = StorableText.plain(variable.name());
    return writes.now(connection -> {
      long now = Micros.micros(clock.instant());
      Sql.update(
          connection,
          """
          INSERT INTO variable (project, name, value, version, created, time, set_by)
          VALUES (?, ?, ?, 1, ?, ?, ?)
          ON CONFLICT (project, name) DO UPDATE SET value = excluded.value,
            version = variable.version + 1, time = excluded.time, set_by = excluded.set_by
          """,
          project,
          stored,
          value,
          now,
          now,
          StorableText.plain(by));
      return version(connection, project, stored) == 1;
    });
  }

  private static int version(Connection connection, String project, String name)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT version FROM variable WHERE project = ? AND name = ?")) {
      Sql.bind(select, project, name);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getInt(1) : 0;
      }
    }
  }

  private static void check(Variable variable, String value) {
    int size = value.getBytes(StandardCharsets.UTF_8).length;
    if (size == 0) {
      throw refused(variable, ErrorCode.BAD_REQUEST, "is empty", "");
    }
    if (size > LARGEST) {
      throw refused(
          variable,
          ErrorCode.TOO_LARGE,
          "has more than %,d bytes, which is the limit".formatted(LARGEST),
          "");
    }
    if (!StorableText.plain(value).equals(value)) {
      throw refused(
          variable,
          ErrorCode.BAD_REQUEST,
          "has a NUL or half of a character, which a database cannot store as text",
          "encode it, for example as Base64");
    }
  }

  private static StoreFailed refused(
      Variable variable, ErrorCode code, String problem, String advice) {
    return new StoreFailed(
        code,
        "variable '" + variable.name() + "'",
        "the value of variable '" + variable.name() + "' " + problem,
        advice);
  }

  /** Deletes a variable; returns false if the project has none of this name. */
  public boolean delete(String project, String name) {
    return writes.now(connection ->
        Sql.update(
                connection,
                "DELETE FROM variable WHERE project = ? AND name = ?",
                project,
                StorableText.plain(name))
            > 0);
  }

  /** Returns the error that a project has no variable of a name. */
  public static StoreFailed missing(String project, String name) {
    return new StoreFailed(
        ErrorCode.NOT_FOUND,
        "variable '" + name + "'",
        "there is no variable '%s' in project '%s'".formatted(name, project),
        "");
  }

  /**
   * Returns the project of a run: the default one if the run is not recorded, as only runs of
   * registered flows belong to another one.
   */
  public String projectOf(RunId run) {
    return query
        .first(
            "SELECT flow FROM flow_run WHERE id = ?",
            List.of(run.toString()),
            row -> FlowKey.of(row.getString("flow")).project())
        .orElse(Registration.DEFAULT_PROJECT);
  }

  /** Returns the advice on how to set a variable of a project. */
  public static String advice(String project, String name) {
    return "set it in project '%s': praetor variables set %s VALUE%s"
        .formatted(
            project,
            ShellArgument.of(name),
            project.equals(Registration.DEFAULT_PROJECT) ? "" : " --project " + project);
  }

  /** Returns the variables of a project, for tasks. */
  public VariableProvider of(String project) {
    return new OfProject(this, project);
  }

  /** Returns the variables as runs see them, each those of its project. */
  public VariableProvider ofRuns() {
    return new OfRuns(this);
  }

  private record OfProject(Variables variables, String project) implements VariableProvider {
    @Override
    public Optional<String> find(String name) {
      return variables.find(project, name).map(StoredVariable::value);
    }

    @Override
    public String advice(String name) {
      return Variables.advice(project, name);
    }
  }

  private record OfRuns(Variables variables) implements VariableProvider {
    @Override
    public Optional<String> find(String name) {
      return variables.of(Registration.DEFAULT_PROJECT).find(name);
    }

    @Override
    public VariableProvider forRun(UUID id) {
      RunId run = new RunId(id);
      return new VariableProvider() {
        @Override
        public Optional<String> find(String name) {
          return variables.of(variables.projectOf(run)).find(name);
        }

        @Override
        public String advice(String name) {
          return variables.of(variables.projectOf(run)).advice(name);
        }
      };
    }
  }
}
