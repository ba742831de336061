package dev.praetor.store.access;

import dev.praetor.ErrorCode;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.json.WorkerJson;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.WriteQueue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a store. A key is 256 random bits, so a fast hash protects it: nobody can try so
 * many. Thread-safe.
 */
public final class ApiKeys {
  private static final String PREFIX = "praetor_";
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._@/-]{0,99}");
  private static final Duration BETWEEN_USES = Duration.ofMinutes(1);
  private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);

  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource clock;

  /** The times of the last uses that this process has recorded, by the ids of keys. */
  private final Map<String, Instant> used = new ConcurrentHashMap<>();

  public ApiKeys(QueryRunner query, WriteQueue writes, InstantSource clock) {
    this.query = query;
    this.writes = writes;
    this.clock = clock;
  }

  /**
   * A new key.
   *
   * @param text the key itself, which is kept nowhere
   */
  public record NewKey(ApiKey key, String text) {
    @Override
    public String toString() {
      return "NewKey[key=" + key + "]";
    }
  }

  /** Returns a text that is the form of a new key, 256 random bits. */
  public static String random() {
    return PREFIX + Secrecy.random();
  }

  /** Returns whether a text has the form of a key. */
  public static boolean isKey(String text) {
    return text.length() == PREFIX.length() + 43
        && text.startsWith(PREFIX)
        && text.chars().skip(PREFIX.length()).allMatch(ApiKeys::isOfBase64);
  }

  private static boolean isOfBase64(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '_';
  }

  /** The rights of a new key. */
  public sealed interface Rights {
    /**
     * A role of its own.
     *
     * @param scope the part of the server that it opens
     */
    record Own(Role role, KeyScope scope) implements Rights {}

    /**
     * The roles that a user has at any time.
     *
     * @param name the name of the user
     */
    record OfUser(String name) implements Rights {}
  }

  /**
   * Makes a key with a role of its own.
   *
   * @param name a name of at most 100 letters, digits, spaces and characters of {@code . _ @ / -}
   * @param scope the part of the server that it opens
   * @param expires the time from which it is not accepted any more; in the future
   * @param by who makes it
   * @throws StoreFailed with CONFLICT if a key of the name is not revoked; with BAD_REQUEST if the
   *     name, the scope or the time is not allowed
   */
  public NewKey create(
      String name, Role role, KeyScope scope, Optional<Instant> expires, String by) {
    return create(name, new Rights.Own(role, scope), expires, by);
  }

  /**
   * Makes a key.
   *
   * @param name a name of at most 100 letters, digits, spaces and characters of {@code . _ @ / -}
   * @param expires the time from which it is not accepted any more; in the future
   * @param by who makes it
   * @throws StoreFailed with CONFLICT if a key of the name is not revoked; with BAD_REQUEST if the
   *     name, the scope or the time is not allowed
   */
  public NewKey create(String name, Rights rights, Optional<Instant> expires, String by) {
    Instant now = Micros.of(Micros.micros(clock.instant()));
    check(name, expires, now);
    if (rights instanceof Rights.Own own) {
      own.scope().requireFor(name, own.role());
    }
    String text = random();
    ApiKey key =
        new ApiKey(
            UUID.randomUUID().toString(),
            name,
            rights instanceof Rights.OfUser user ? Optional.of(user.name()) : Optional.empty(),
            rights instanceof Rights.Own own ? Optional.of(own.role()) : Optional.empty(),
            rights instanceof Rights.Own own ? own.scope() : KeyScope.ALL,
            new ApiKey.Made(by, now),
            expires.map(end -> Micros.of(Micros.micros(end))),
            Optional.empty(),
            Optional.empty());
    int made =
        writes.now(connection ->
            Sql.update(
                connection,
                """
                INSERT INTO api_key (
                  id, name, hash, account, role, project, pools, created, created_by, expires)
                SELECT ?, ?, ?, CAST(? AS TEXT), ?, CAST(? AS TEXT), CAST(? AS TEXT), ?, ?,
                  CAST(? AS BIGINT)
                WHERE NOT EXISTS (SELECT 1 FROM api_key WHERE name = ? AND revoked IS NULL)
                ON CONFLICT DO NOTHING
                """,
                key.id(),
                name,
                Secrecy.hash(text),
                key.user().orElse(null),
                key.role().map(Role::name).orElse(""),
                key.project().orElse(null),
                key.pools().isEmpty() ? null : WorkerJson.texts(key.pools()),
                Micros.micros(now),
                StorableText.plain(by),
                expires.map(Micros::micros).orElse(null),
                name));
    if (made == 0) {
      throw new StoreFailed(
          ErrorCode.CONFLICT,
          "key '" + name + "'",
          "there is a key with the name '" + name + "'",
          "revoke it first, or use another name");
    }
    return new NewKey(key, text);
  }

  private static void check(String name, Optional<Instant> expires, Instant now) {
    if (!NAME.matcher(name).matches()) {
      throw new StoreFailed(
          ErrorCode.BAD_REQUEST,
          "key '" + name + "'",
          "the name of a key has 1 to 100 letters, digits, spaces and characters of . _ @ / -,"
              + " and begins with a letter or digit",
          "");
    }
    if (expires.isPresent() && !expires.get().isAfter(now)) {
      throw new StoreFailed(
          ErrorCode.BAD_REQUEST,
          "key '" + name + "'",
          "a key that expires at %s would never be accepted".formatted(expires.get()),
          "give a time in the future");
    }
  }

  /** Returns the key of a text, whatever its state. */
  public Optional<ApiKey> find(String text) {
    return isKey(text)
        ? query.first(
            "SELECT * FROM api_key WHERE hash = ?", List.of(Secrecy.hash(text)), ApiKeys::read)
        : Optional.empty();
  }

  /** Returns the key of an id, or else the key of a name that is not revoked. */
  public Optional<ApiKey> named(String idOrName) {
    String plain = StorableText.plain(idOrName);
    return query
        .first("SELECT * FROM api_key WHERE id = ?", List.of(plain), ApiKeys::read)
        .or(() ->
            query.first(
                "SELECT * FROM api_key WHERE name = ? AND revoked IS NULL",
                List.of(plain),
                ApiKeys::read));
  }

  /**
   * Revokes a key: it is not accepted any more, from now on. Revoking it again changes nothing.
   *
   * @param idOrName the id, or the name of a key that is not revoked
   * @throws StoreFailed if there is no such key
   */
  public ApiKey revoke(String idOrName, String by) {
    ApiKey key =
        named(idOrName)
            .orElseThrow(() ->
                new StoreFailed(
                    ErrorCode.NOT_FOUND,
                    "key '" + idOrName + "'",
                    "there is no key '" + idOrName + "' that is not revoked",
                    ""));
    writes.now(connection ->
        Sql.update(
            connection,
            "UPDATE api_key SET revoked = ?, revoked_by = ? WHERE id = ? AND revoked IS NULL",
            Micros.micros(clock.instant()),
            StorableText.plain(by),
            key.id()));
    return named(key.id()).orElse(key);
  }

  /** Records that a key is used; at most once a minute, and without waiting for it. */
  public void uses(ApiKey key) {
    Instant now = clock.instant();
    Instant last = used.get(key.id());
    if (last != null && now.isBefore(last.plus(BETWEEN_USES)) && !now.isBefore(last)) {
      return;
    }
    used.put(key.id(), now);
    var _ =
        writes
            .begin(connection ->
                Sql.update(
                    connection,
                    "UPDATE api_key SET used = ? WHERE id = ?",
                    Micros.micros(now),
                    key.id()))
            .exceptionally(e -> {
              LOG.atDebug().setCause(e).log("the use of key {} is not recorded", key.name());
              return 0;
            });
  }

  /** Reads the row of a key. */
  public static ApiKey read(ResultSet row) throws SQLException {
    String by = row.getString("revoked_by");
    return new ApiKey(
        row.getString("id"),
        row.getString("name"),
        QueryRunner.text(row, "account"),
        Optional.of(row.getString("role")).filter(role -> !role.isEmpty()).map(Role::valueOf),
        new KeyScope(
            QueryRunner.text(row, "project"),
            QueryRunner.text(row, "pools").map(WorkerJson::readTexts).orElse(List.of())),
        new ApiKey.Made(row.getString("created_by"), Micros.of(row.getLong("created"))),
        QueryRunner.time(row, "expires"),
        QueryRunner.time(row, "revoked").map(time -> new ApiKey.Made(by, time)),
        QueryRunner.time(row, "used"));
  }
}
