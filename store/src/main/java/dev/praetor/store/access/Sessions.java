package dev.praetor.store.access;

import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.write.WriteQueue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions of people who are logged in. Thread-safe. */
public final class Sessions {
  private static final Duration BETWEEN_USES = Duration.ofMinutes(1);
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource clock;

  public Sessions(QueryRunner query, WriteQueue writes, InstantSource clock) {
    this.query = query;
    this.writes = writes;
    this.clock = clock;
  }

  /**
   * Begins a session; old sessions are deleted.
   *
   * @param address the address from which the person logs in
   * @return the token, which is kept nowhere
   */
  public String begin(User user, String address) {
    String token = Secrecy.random();
    Instant began = clock.instant();
    long now = Micros.micros(began);
    int _ =
        writes.now(connection -> {
          int _ =
              Sql.update(
                  connection,
                  "DELETE FROM account_session WHERE ends <= ? OR seen <= ?",
                  now,
                  Micros.micros(began.minus(UserSession.IDLE)));
          int _ =
              Sql.update(
                  connection, "UPDATE account SET last_log_in = ? WHERE id = ?", now, user.id());
          return Sql.update(
              connection,
              """
              INSERT INTO account_session (id, account, created, seen, ends, address)
              VALUES (?, ?, ?, ?, ?, ?)
              """,
              Secrecy.hash(token),
              user.id(),
              now,
              now,
              Micros.micros(began.plus(UserSession.LONGEST)),
              StorableText.plain(address));
        });
    return token;
  }

  /** Returns the session of a token, unless it is over. */
  public Optional<UserSession> find(String token) {
    return ofId(Secrecy.hash(token));
  }

  /** Returns the session of an id, unless it is over. */
  public Optional<UserSession> ofId(String id) {
    return query
        .first(
            """
            SELECT %s, s.id AS session, s.created AS began, s.seen, s.ends, s.address
            FROM account_session s JOIN account a ON a.id = s.account WHERE s.id = ?
            """
                .formatted(Users.columns("a")),
            List.of(id),
            Sessions::read)
        .filter(session -> !session.isOver(clock.instant()));
  }

  /** Records that a session is used; at most once a minute, and without waiting for it. */
  public void uses(UserSession session) {
    Instant now = clock.instant();
    if (now.isBefore(session.seen().plus(BETWEEN_USES)) && !now.isBefore(session.seen())) {
      return;
    }
    var _ =
        writes
            .begin(connection ->
                Sql.update(
                    connection,
                    "UPDATE account_session SET seen = ? WHERE id = ? AND seen < ?",
                    Micros.micros(now),
                    session.id(),
                    Micros.micros(now)))
            .exceptionally(e -> {
              LOG.atDebug().setCause(e).log("the use of a session is not recorded");
              return 0;
            });
  }

  /** Ends a session. */
  public void end(UserSession session) {
    int _ =
        writes.now(connection ->
            Sql.update(connection, "DELETE FROM account_session WHERE id = ?", session.id()));
  }

  private static UserSession read(ResultSet row) throws SQLException {
    return new UserSession(
        row.getString("session"),
        Users.read(row),
        Micros.of(row.getLong("began")),
        Micros.of(row.getLong("seen")),
        Micros.of(row.getLong("ends")),
        row.getString("address"));
  }
}
