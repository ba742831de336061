package dev.praetor.store.access;

import dev.praetor.ErrorCode;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.WriteQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The links with which people set their passwords, once. A user has one link at a time, and so has
 * the first administrator, who is made with it. Thread-safe.
 */
public final class PasswordLinks {
  /** The time for which a link can be used. */
  public static final Duration VALID = Duration.ofHours(24);

  /** The account of the link for the first administrator. */
  private static final String NOBODY = "";

  private static final String FIRST =
      """
      NOT EXISTS (SELECT 1 FROM account
        WHERE role = 'ADMINISTRATOR' AND disabled IS NULL AND password IS NOT NULL)
      """;
  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource clock;

  public PasswordLinks(QueryRunner query, WriteQueue writes, InstantSource clock) {
    this.query = query;
    this.writes = writes;
    this.clock = clock;
  }

  /**
   * Makes a link for a user; an earlier link cannot be used any more.
   *
   * @return its token, which is kept nowhere
   * @throws StoreFailed with CONFLICT if the user is disabled, or a program
   */
  public String create(User user) {
    if (user.service()) {
      throw new StoreFailed(
          ErrorCode.CONFLICT,
          "user '" + user.name() + "'",
          "'%s' is a service account, which has no password and cannot log in"
              .formatted(user.name()),
          "make a key for it: praetor keys create KEY --user " + user.name());
    }
    if (user.disabled().isPresent()) {
      throw new StoreFailed(
          ErrorCode.CONFLICT,
          "user '" + user.name() + "'",
          "the user '" + user.name() + "' is disabled",
          "enable the user first");
    }
    return replace(user.id());
  }

  /**
   * Makes the link for the first administrator, if no user who can log in is one; a link that was
   * made before cannot be used any more.
   */
  public Optional<String> createFirst() {
    boolean isFirst =
        query
            .first("SELECT 1 AS one WHERE " + FIRST, List.of(), row -> row.getInt("one"))
            .isPresent();
    return isFirst ? Optional.of(replace(NOBODY)) : Optional.empty();
  }

  private String replace(String account) {
    String token = Secrecy.random();
    Instant now = clock.instant();
    int _ =
        writes.now(connection ->
            Sql.update(
                connection,
                """
                INSERT INTO account_link (account, hash, created, expires) VALUES (?, ?, ?, ?)
                ON CONFLICT (account) DO UPDATE
                SET hash = excluded.hash, created = excluded.created, expires = excluded.expires
                """,
                account,
                Secrecy.hash(token),
                Micros.micros(now),
                Micros.micros(now.plus(VALID))));
    return token;
  }

  /**
   * The purpose of a link.
   *
   * @param user the user; absent if it is for the first administrator
   */
  public record Purpose(Optional<User> user) {}

  /** Returns what a link is for, unless it was used, was replaced or has expired. */
  public Optional<Purpose> find(String token) {
    return query.first(
        """
        SELECT l.account, %s FROM account_link l LEFT JOIN account a ON a.id = l.account
        WHERE l.hash = ? AND l.expires > ?
        """
            .formatted(Users.columns("a")),
        List.of(Secrecy.hash(token), Micros.micros(clock.instant())),
        row ->
            new Purpose(
                row.getString("account").equals(NOBODY)
                    ? Optional.empty()
                    : Optional.of(Users.read(row))));
  }

  /**
   * Uses a link: sets the password of its user, whose sessions end.
   *
   * @param hash the hash of the password
   * @return false if the link cannot be used any more
   */
  public boolean use(String token, User user, String hash) {
    return writes.now(connection -> {
      int used =
          Sql.update(
              connection,
              "DELETE FROM account_link WHERE hash = ? AND account = ? AND expires > ?",
              Secrecy.hash(token),
              user.id(),
              Micros.micros(clock.instant()));
      if (used == 0) {
        return false;
      }
      int _ = Sql.update(connection, "DELETE FROM account_session WHERE account = ?", user.id());
      int set =
          Sql.update(
              connection,
              "UPDATE account SET password = ? WHERE id = ? AND disabled IS NULL",
              hash,
              user.id());
      return set > 0;
    });
  }

  /**
   * Uses the link for the first administrator: makes the user.
   *
   * @param name the name of the user
   * @param hash the hash of the password
   * @return false if the link cannot be used any more
   * @throws StoreFailed with CONFLICT if there is a user of the name; with BAD_REQUEST if it is no
   *     name. The link can be used again
   */
  public boolean useFirst(String token, String name, String hash) {
    String kept = Users.checked(name);
    if (query
        .first("SELECT id FROM account WHERE name = ?", List.of(kept), row -> row.getString("id"))
        .isPresent()) {
      throw Users.taken(kept);
    }
    return writes.now(connection -> {
      Instant now = clock.instant();
      int used =
          Sql.update(
              connection,
              "DELETE FROM account_link WHERE hash = ? AND account = ? AND expires > ? AND "
                  + FIRST,
              Secrecy.hash(token),
              NOBODY,
              Micros.micros(now));
      return used > 0 && Users.insertAdministrator(connection, kept, hash, now) > 0;
    });
  }
}
