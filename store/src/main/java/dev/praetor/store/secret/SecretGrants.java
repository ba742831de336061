package dev.praetor.store.secret;

import dev.praetor.ErrorCode;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.WriteQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The flows whose runs on a server may read a secret. Thread-safe. */
public record SecretGrants(QueryRunner query, WriteQueue writes, InstantSource clock) {
  private static final int LONGEST_FLOW = 250;

  /** The text in place of a flow that stands for all flows of a project. */
  private static final String ALL = "";

  /** The number of changed rows if there is no such secret. */
  private static final int NO_SECRET = -1;

  /**
   * Lets the runs of a flow read a secret. The flow need not be registered yet.
   *
   * @param flow the flow; empty for all flows of the project
   * @return false if they could already
   * @throws StoreFailed with NOT_FOUND if there is no such secret
   */
  public boolean grant(String project, String secret, Optional<String> flow, String by) {
    String stored = StorableText.plain(secret);
    String target = target(project, flow);
    int granted =
        writes.now(connection -> {
          DataKeys.takeTurn(connection); // The secret is not deleted meanwhile.
          return isThere(connection, project, stored)
              ? Sql.update(
                  connection,
                  """
                  INSERT INTO secret_grant (project, secret, flow, time, made_by)
                  VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                  """,
                  project,
                  stored,
                  target,
                  Micros.micros(clock.instant()),
                  StorableText.plain(by))
              : NO_SECRET;
        });
    if (granted == NO_SECRET) {
      throw missing(secret);
    }
    return granted > 0;
  }

  /**
   * Takes a grant back. Runs in progress cannot read the secret again either.
   *
   * @param flow the flow; empty for the grant to all flows of the project
   * @throws StoreFailed with NOT_FOUND if there is no such secret or grant
   */
  public void revoke(String project, String secret, Optional<String> flow) {
    String stored = StorableText.plain(secret);
    String target = target(project, flow);
    int revoked =
        writes.now(connection -> {
          DataKeys.takeTurn(connection);
          return isThere(connection, project, stored)
              ? Sql.update(
                  connection,
                  "DELETE FROM secret_grant WHERE project = ? AND secret = ? AND flow = ?",
                  project,
                  stored,
                  target)
              : NO_SECRET;
        });
    if (revoked == NO_SECRET) {
      throw missing(secret);
    }
    if (revoked == 0) {
      throw new StoreFailed(
          ErrorCode.NOT_FOUND,
          "secret '" + secret + "'",
          "secret '%s' is not granted to %s"
              .formatted(
                  secret,
                  flow.map(name -> "flow '" + name + "'").orElse("project '" + project + "'")),
          "");
    }
  }

  /**
   * Checks the name of a flow of a project, with or without the project.
   *
   * @throws StoreFailed if it is not allowed
   */
  public static void check(String project, Optional<String> flow) {
    String _ = target(project, flow);
  }

  private static String target(String project, Optional<String> flow) {
    if (flow.isEmpty()) {
      return ALL;
    }
    String name = flow.get();
    if (name.isBlank() || name.length() > LONGEST_FLOW) {
      throw new StoreFailed(
          ErrorCode.BAD_REQUEST,
          "flow '" + name + "'",
          "the name of a flow has 1 to %d characters".formatted(LONGEST_FLOW),
          "");
    }
    FlowKey key = FlowKey.of(name);
    boolean isFull = !key.name().equals(name);
    if (isFull && !key.project().equals(project)) {
      throw new StoreFailed(
          ErrorCode.BAD_REQUEST,
          "flow '" + name + "'",
          "a secret of project '%s' is granted to flows of that project; '%s' names the project '%s'"
              .formatted(project, name, key.project()),
          "");
    }
    return StorableText.plain(key.name());
  }

  private static boolean isThere(Connection connection, String project, String secret)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT 1 FROM secret WHERE project = ? AND name = ?")) {
      Sql.bind(select, project, secret);
      try (var row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Returns the error that there is no secret of a name. */
  public static StoreFailed missing(String secret) {
    return new StoreFailed(
        ErrorCode.NOT_FOUND, "secret '" + secret + "'", "there is no secret '" + secret + "'", "");
  }

  private record Row(String secret, StoredSecret.Grant grant) {}

  /** Returns the grants of secrets of a project, in the order of their flows; that to all first. */
  public Map<String, List<StoredSecret.Grant>> of(String project, Collection<String> secrets) {
    Map<String, List<StoredSecret.Grant>> all = new HashMap<>();
    if (secrets.isEmpty()) {
      return all;
    }
    List<Object> bound = new ArrayList<>(List.of(project));
    bound.addAll(secrets);
    query
        .all(
            "SELECT secret, flow, time, made_by FROM secret_grant WHERE project = ? AND secret IN ("
                + String.join(", ", Collections.nCopies(secrets.size(), "?"))
                + ") ORDER BY secret, flow",
            bound,
            row ->
                new Row(
                    row.getString("secret"),
                    new StoredSecret.Grant(
                        Optional.of(row.getString("flow")).filter(flow -> !flow.equals(ALL)),
                        row.getString("made_by"),
                        Micros.of(row.getLong("time")))))
        .forEach(row -> all.computeIfAbsent(row.secret(), _ -> new ArrayList<>()).add(row.grant()));
    return all;
  }
}
