package dev.praetor.store.access;

import dev.praetor.ErrorCode;
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
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The people who use a server. Passwords are hashed elsewhere: only hashes come here. The last
 * administrator with a password stays one. Thread-safe.
 */
public final class Users {
  /** Small letters only, so that no name looks like another one. */
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,99}");

  /** The name under which changes with the key of the home are recorded. */
  private static final String RESERVED = "administrator";

  private static final String OTHER_ADMINISTRATOR =
      """
      EXISTS (SELECT 1 FROM account other WHERE other.id <> account.id
        AND other.role = 'ADMINISTRATOR' AND other.disabled IS NULL AND other.password IS NOT NULL)
      """;
  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource clock;

  public Users(QueryRunner query, WriteQueue writes, InstantSource clock) {
    this.query = query;
    this.writes = writes;
    this.clock = clock;
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

  private static void requireRole(Role role) {
    if (role == Role.WORKER) {
      throw new StoreFailed(
          ErrorCode.BAD_REQUEST,
          "role worker",
          "the role worker is for keys of workers, not for people",
          "use one of viewer, operator, author and administrator");
    }
  }

  /**
   * Makes a user without a password.
   *
   * @throws StoreFailed with CONFLICT if there is a user of the name; with BAD_REQUEST if the name
   *     or the role is not allowed
   */
  public User create(String name, Role role, String by) {
    String kept = checked(name);
    requireRole(role);
    int made = writes.now(connection -> insert(connection, kept, role, null, by, clock.instant()));
    if (made == 0) {
      throw taken(kept);
    }
    return require(kept);
  }

  static StoreFailed taken(String name) {
    return new StoreFailed(
        ErrorCode.CONFLICT,
        "user '" + name + "'",
        "there is a user with the name '" + name + "'",
        "use another name; the name of a disabled user is not given again");
  }

  static int insert(
      Connection connection, String name, Role role, @Nullable String hash, String by, Instant now)
      throws SQLException {
    return Sql.update(
        connection,
        """
        INSERT INTO account (id, name, role, password, created, created_by)
        VALUES (?, ?, ?, CAST(? AS TEXT), ?, ?) ON CONFLICT DO NOTHING
        """,
        UUID.randomUUID().toString(),
        name,
        role.name(),
        hash,
        Micros.micros(now),
        StorableText.plain(by));
  }

  /** Returns the user of an id or a name. */
  public Optional<User> named(String idOrName) {
    String plain = StorableText.plain(idOrName);
    return query.first(
        "SELECT * FROM account WHERE id = ? OR name = ?", List.of(plain, plain), Users::read);
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
        "SELECT * FROM account WHERE name = ?",
        List.of(StorableText.plain(name.strip().toLowerCase(Locale.ROOT))),
        row -> new Known(read(row), Optional.ofNullable(row.getString("password")).orElse("")));
  }

  /**
   * Gives a user another role, at once.
   *
   * @throws StoreFailed with CONFLICT if it is the last administrator
   */
  public User setRole(String idOrName, Role role) {
    requireRole(role);
    User user = require(idOrName);
    int changed =
        writes.now(connection ->
            Sql.update(
                connection,
                "UPDATE account SET role = ? WHERE id = ? AND (role <> 'ADMINISTRATOR' OR ? ="
                    + " 'ADMINISTRATOR' OR password IS NULL OR disabled IS NOT NULL OR "
                    + OTHER_ADMINISTRATOR
                    + ")",
                role.name(),
                user.id(),
                role.name()));
    if (changed == 0) {
      throw last(user);
    }
    return require(user.id());
  }

  /**
   * Disables a user: the sessions end at once, and so does a link. Doing it again changes nothing.
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
          int disabled =
              Sql.update(
                  connection,
                  "UPDATE account SET disabled = ?, disabled_by = ? WHERE id = ? AND (role <>"
                      + " 'ADMINISTRATOR' OR password IS NULL OR "
                      + OTHER_ADMINISTRATOR
                      + ")",
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
      throw last(user);
    }
    return require(user.id());
  }

  private static StoreFailed last(User user) {
    return new StoreFailed(
        ErrorCode.CONFLICT,
        "user '" + user.name() + "'",
        "'%s' is the last administrator who can log in".formatted(user.name()),
        "make another user an administrator first");
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

  /** Reads the row of a user. */
  public static User read(ResultSet row) throws SQLException {
    String by = row.getString("disabled_by");
    return new User(
        row.getString("id"),
        row.getString("name"),
        Role.valueOf(row.getString("role")),
        row.getString("password") != null,
        new ApiKey.Made(row.getString("created_by"), Micros.of(row.getLong("created"))),
        QueryRunner.time(row, "disabled").map(time -> new ApiKey.Made(by, time)),
        QueryRunner.time(row, "last_log_in"));
  }
}
