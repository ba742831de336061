package dev.praetor.store.access;

import dev.praetor.ErrorCode;
import dev.praetor.store.db.GivenName;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.WriteQueue;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The people who use a server, and the programs that use it as users. Passwords are hashed
 * elsewhere: only hashes come here. The last administrator with a password stays one. Thread-safe.
 */
public final class Users {
  /** Small letters only, so that no name looks like another one. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,99}");

  /** The name under which changes with the key of the home are recorded. */
  static final String RESERVED = "administrator";

  private static final Pattern COMMA = Pattern.compile(",");
  private static final String[] EMPTY = {};
  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource clock;

  public Users(QueryRunner query, WriteQueue writes, InstantSource clock) {
    this.query = query;
    this.writes = writes;
    this.clock = clock;
  }

  /** Returns the columns from which a user is read, of a row of {@code account} by its name. */
  public static String columns(String row) {
    return """
    %1$s.*, (SELECT string_agg(r.project || ' ' || r.role, ',') FROM account_role r
      WHERE r.account = %1$s.id) AS project_roles
    """
        .formatted(row);
  }

  /**
   * A user and the hash of the password.
   *
   * @param hash the hash; empty if the person has not set a password
   */
  public record Known(User user, String hash) {
    @Override
    public String toString() {
      return "Known[user=" + user + "]";
    }
  }

  /**
   * Returns a name in the form in which it is kept.
   *
   * @throws StoreFailed with BAD_REQUEST if it is no name of a user
   */
  static String checked(String name) {
    GivenName.check("user", name);
    if (!NAME.matcher(name).matches()) {
      throw new StoreFailed(
          ErrorCode.BAD_REQUEST,
          "user '" + name + "'",
          "the name of a user has 1 to 100 small letters from a to z, digits and characters of"
              + " . _ @ -, and begins with a letter or digit",
          "");
    }
    if (name.equals(RESERVED)) {
      throw new StoreFailed(
          ErrorCode.BAD_REQUEST,
          "user '" + name + "'",
          "no user is named 'administrator': what is done with the key of the home has that name",
          "use the name of the person");
    }
    return name;
  }

  static void requireRole(Role role) {
    if (role == Role.WORKER) {
      throw new StoreFailed(
          ErrorCode.BAD_REQUEST,
          "role worker",
          "the role worker is for keys of workers, not for people",
          "use one of viewer, operator, author and administrator");
    }
  }

  /** Returns the changes of the roles of users. */
  public UserRoles roles() {
    return new UserRoles(this, writes);
  }

  /**
   * Somebody who is about to be a user.
   *
   * @param project the project in which the role counts; absent for the whole server
   * @param service true for a program, which cannot log in
   */
  public record NewUser(String name, Role role, Optional<String> project, boolean service) {
    /** Returns a person with a role on the whole server. */
    public static NewUser person(String name, Role role) {
      return new NewUser(name, role, Optional.empty(), false);
    }
  }

  /**
   * Makes a user without a password.
   *
   * @throws StoreFailed with CONFLICT if there is a user of the name; with BAD_REQUEST if the name
   *     or the role is not allowed
   */
  public User create(NewUser user, String by) {
    String kept = checked(user.name());
    requireRole(user.role());
    String role = user.project().isPresent() ? UserRoles.NONE : user.role().name();
    Instant now = clock.instant();
    int made =
        writes.now(connection -> {
          Row row = new Row(UUID.randomUUID().toString(), kept, role, user.service());
          int inserted = insert(connection, row, null, by, now);
          if (inserted > 0 && user.project().isPresent()) {
            int _ = UserRoles.insert(connection, row.id(), user.role(), user.project().get());
          }
          return inserted;
        });
    if (made == 0) {
      throw named(kept).isPresent() ? taken(kept) : nameOfKey(kept);
    }
    return require(kept);
  }

  private static StoreFailed nameOfKey(String name) {
    return new StoreFailed(
        ErrorCode.CONFLICT,
        "user '" + name + "'",
        "there is a key with the name '" + name + "', under which changes are recorded",
        "revoke it first, or use another name");
  }

  static StoreFailed taken(String name) {
    return new StoreFailed(
        ErrorCode.CONFLICT,
        "user '" + name + "'",
        "there is a user with the name '" + name + "'",
        "use another name; the name of a disabled user is not given again");
  }

  /** The row of a new user. */
  private record Row(String id, String name, String role, boolean service) {}

  /** Inserts an administrator, unless there is a user of the name. */
  static int insertAdministrator(Connection connection, String name, String hash, Instant now)
      throws SQLException {
    Row row = new Row(UUID.randomUUID().toString(), name, Role.ADMINISTRATOR.name(), false);
    return insert(connection, row, hash, name, now);
  }

  private static int insert(
      Connection connection, Row row, @Nullable String hash, String by, Instant now)
      throws SQLException {
    return Sql.update(
        connection,
        """
        INSERT INTO account (id, name, role, service, password, created, created_by)
        SELECT ?, CAST(? AS TEXT), ?, ?, CAST(? AS TEXT), ?, ?
        WHERE NOT EXISTS (SELECT 1 FROM api_key WHERE lower(name) = ? AND revoked IS NULL
          AND project IS NULL AND account IS NULL)
        ON CONFLICT DO NOTHING
        """,
        row.id(),
        row.name(),
        row.role(),
        row.service() ? 1 : 0,
        hash,
        Micros.micros(now),
        StorableText.plain(by),
        row.name());
  }

  /** Returns the user of an id or a name. */
  public Optional<User> named(String idOrName) {
    String plain = StorableText.plain(idOrName);
    return query.first(
        "SELECT " + columns("a") + " FROM account a WHERE a.id = ? OR a.name = ?",
        List.of(plain, plain),
        Users::read);
  }

  /**
   * Returns the user of an id or a name.
   *
   * @throws StoreFailed with NOT_FOUND if there is none
   */
  public User require(String idOrName) {
    return named(idOrName)
        .orElseThrow(() ->
            new StoreFailed(
                ErrorCode.NOT_FOUND,
                "user '" + idOrName + "'",
                "there is no user '" + idOrName + "'",
                ""));
  }

  /** Returns the user with a name as a person writes it, with the hash of the password. */
  public Optional<Known> known(String name) {
    return query.first(
        "SELECT " + columns("a") + " FROM account a WHERE a.name = ?",
        List.of(StorableText.plain(name.strip().toLowerCase(Locale.ROOT))),
        row -> new Known(read(row), Optional.ofNullable(row.getString("password")).orElse("")));
  }

  /**
   * Disables a user: the sessions end at once, and so does a link; keys of the user are not
   * accepted meanwhile. Doing it again changes nothing.
   *
   * @throws StoreFailed with CONFLICT if it is the last administrator
   */
  public User disable(String idOrName, String by) {
    User user = require(idOrName);
    if (user.disabled().isPresent()) {
      return user;
    }
    int changed =
        writes.now(connection -> {
          UserRoles.takeTurn(connection);
          int disabled =
              Sql.update(
                  connection,
                  "UPDATE account SET disabled = ?, disabled_by = ? WHERE id = ? AND "
                      + UserRoles.NOT_LAST,
                  Micros.micros(clock.instant()),
                  StorableText.plain(by),
                  user.id());
          if (disabled > 0) {
            int _ =
                Sql.update(connection, "DELETE FROM account_session WHERE account = ?", user.id());
            int _ = Sql.update(connection, "DELETE FROM account_link WHERE account = ?", user.id());
          }
          return disabled;
        });
    if (changed == 0) {
      throw UserRoles.last(user);
    }
    return require(user.id());
  }

  /** Lets a disabled user log in again. */
  public User enable(String idOrName) {
    User user = require(idOrName);
    int _ =
        writes.now(connection ->
            Sql.update(
                connection,
                "UPDATE account SET disabled = NULL, disabled_by = '' WHERE id = ?",
                user.id()));
    return require(user.id());
  }

  /**
   * Sets another password; the other sessions of the user end.
   *
   * @param hash the hash of the new password
   */
  public void setPassword(UserSession session, String hash) {
    String id = session.user().id();
    int _ =
        writes.now(connection -> {
          int _ =
              Sql.update(
                  connection,
                  "DELETE FROM account_session WHERE account = ? AND id <> ?",
                  id,
                  session.id());
          int _ = Sql.update(connection, "DELETE FROM account_link WHERE account = ?", id);
          return Sql.update(connection, "UPDATE account SET password = ? WHERE id = ?", hash, id);
        });
  }

  /** Reads the row of a user with its {@linkplain #columns columns}. */
  public static User read(ResultSet row) throws SQLException {
    String by = row.getString("disabled_by");
    return new User(
        row.getString("id"),
        row.getString("name"),
        roles(row),
        row.getInt("service") != 0,
        row.getString("password") != null,
        new ApiKey.Made(row.getString("created_by"), Micros.of(row.getLong("created"))),
        QueryRunner.time(row, "disabled").map(time -> new ApiKey.Made(by, time)),
        QueryRunner.time(row, "last_log_in"));
  }

  private static Roles roles(ResultSet row) throws SQLException {
    String role = row.getString("role");
    if (!role.equals(UserRoles.NONE)) {
      return new Roles.OnServer(Role.valueOf(role));
    }
    SortedMap<String, Role> roles = new TreeMap<>();
    for (String each : QueryRunner.text(row, "project_roles").map(COMMA::split).orElse(EMPTY)) {
      int space = each.indexOf(' ');
      roles.put(each.substring(0, space), Role.valueOf(each.substring(space + 1)));
    }
    return new Roles.InProjects(roles);
  }
}
