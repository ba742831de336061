package dev.praetor.store.access;

import dev.praetor.ErrorCode;
import dev.praetor.store.db.Sql;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.WriteQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The roles of the users of a server, which count from the next request on. The last administrator
 * of the whole server who can log in stays one, also if several servers change users at the same
 * time. Thread-safe.
 */
public final class UserRoles {
  /** The role in the row of a user who has none on the whole server. */
  static final String NONE = "";

  /** The condition that a user may lose the role on the whole server. */
  static final String NOT_LAST =
      """
      (role <> 'ADMINISTRATOR' OR password IS NULL OR disabled IS NOT NULL OR EXISTS (
        SELECT 1 FROM account other WHERE other.id <> account.id AND other.role = 'ADMINISTRATOR'
          AND other.disabled IS NULL AND other.password IS NOT NULL))
      """;

  private final Users users;
  private final WriteQueue writes;

  UserRoles(Users users, WriteQueue writes) {
    this.users = users;
    this.writes = writes;
  }

  /**
   * Takes the turn to change what users may do, until the end of the transaction: otherwise two
   * servers could each find the administrator whom the other one is about to demote.
   */
  static void takeTurn(Connection connection) throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO account_turn (id, taken) VALUES (1, 1)
        ON CONFLICT (id) DO UPDATE SET taken = account_turn.taken + 1
        """);
  }

  /**
   * Gives a user a role on the whole server, and no other one beside it.
   *
   * @throws StoreFailed with CONFLICT if it is the last administrator
   */
  public User set(String idOrName, Role role) {
    Users.requireRole(role);
    return setOnServer(users.require(idOrName), role.name());
  }

  /**
   * Takes the role on the whole server from a user.
   *
   * @throws StoreFailed with CONFLICT if it is the last administrator; with NOT_FOUND if the user
   *     has none
   */
  public User remove(String idOrName) {
    User user = users.require(idOrName);
    if (user.roles().onServer().isEmpty()) {
      throw new StoreFailed(
          ErrorCode.NOT_FOUND,
          subject(user),
          "'%s' has no role on the whole server".formatted(user.name()),
          user.roles().inProjects().isEmpty() ? "" : "name the project of the role");
    }
    return setOnServer(user, NONE);
  }

  private User setOnServer(User user, String role) {
    boolean isChanged =
        writes.now(connection -> {
          takeTurn(connection);
          int changed =
              Sql.update(
                  connection,
                  "UPDATE account SET role = ? WHERE id = ? AND (? = 'ADMINISTRATOR' OR "
                      + NOT_LAST
                      + ")",
                  role,
                  user.id(),
                  role);
          if (changed > 0 && !role.equals(NONE)) {
            int _ = Sql.update(connection, "DELETE FROM account_role WHERE account = ?", user.id());
          }
          return changed > 0;
        });
    if (!isChanged) {
      throw last(user);
    }
    return users.require(user.id());
  }

  static StoreFailed last(User user) {
    return new StoreFailed(
        ErrorCode.CONFLICT,
        subject(user),
        "'%s' is the last administrator who can log in".formatted(user.name()),
        "make another user an administrator first");
  }

  private static String subject(User user) {
    return "user '" + user.name() + "'";
  }

  /**
   * Gives a user a role that counts in a project only.
   *
   * @param project the name of a project that there is
   * @throws StoreFailed with CONFLICT if the user has a role on the whole server
   */
  public User set(String idOrName, Role role, String project) {
    Users.requireRole(role);
    User user = users.require(idOrName);
    int set =
        writes.now(connection -> {
          takeTurn(connection);
          return insert(connection, user.id(), role, project);
        });
    if (set == 0) {
      throw hasAll(users.require(user.id()));
    }
    return users.require(user.id());
  }

  static int insert(Connection connection, String account, Role role, String project)
      throws SQLException {
    return Sql.update(
        connection,
        """
        INSERT INTO account_role (account, project, role)
        SELECT id, CAST(? AS TEXT), CAST(? AS TEXT) FROM account WHERE id = ? AND role = ''
        ON CONFLICT (account, project) DO UPDATE SET role = excluded.role
        """,
        project,
        role.name(),
        account);
  }

  private static StoreFailed hasAll(User user) {
    return new StoreFailed(
        ErrorCode.CONFLICT,
        subject(user),
        "'%s' has the role %s on the whole server, which counts in every project"
            .formatted(user.name(), user.roles().onServer().map(Role::label).orElse("")),
        "take that role away first: praetor users role %s none".formatted(user.name()));
  }

  /**
   * Takes the role in a project from a user.
   *
   * @throws StoreFailed with CONFLICT if the user has a role on the whole server; with NOT_FOUND if
   *     the user has none in the project
   */
  public User remove(String idOrName, String project) {
    User user = users.require(idOrName);
    Optional<Role> role = user.roles().onServer();
    if (role.isPresent()) {
      throw hasAll(user);
    }
    int removed =
        writes.now(connection ->
            Sql.update(
                connection,
                "DELETE FROM account_role WHERE account = ? AND project = ?",
                user.id(),
                project));
    if (removed == 0) {
      throw new StoreFailed(
          ErrorCode.NOT_FOUND,
          subject(user),
          "'%s' has no role in the project '%s'".formatted(user.name(), project),
          "");
    }
    return users.require(user.id());
  }
}
