package dev.praetor.store.access;

import dev.praetor.ErrorCode;
import dev.praetor.store.db.GivenName;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.json.WorkerJson;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.WriteQueue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a store. A key is 256 random bits, so a fast hash protects it: nobody can try so
 * many. Thread-safe.
 */
public final class ApiKeys {
  private static final String PREFIX = "praetor_";
  private static final Pattern NAME =
      Pattern.compile("(?=.{1,100}$)[\\p{L}\\p{N}][\\p{L}\\p{N}._@-]*( [\\p{L}\\p{N}._@-]+)*");

  /** The begin of the names under which is recorded what runners do. */
  private static final String RUNNER = "runner of ";

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
   * @param name a name of at most 100 letters, digits, spaces and characters of {@code . _ @ -}
   * @param scope the part of the server that it opens
   * @param expires the time from which it is not accepted any more; in the future
   * @param by who makes it
   * @throws StoreFailed with CONFLICT if a key of the name, in the same project or on the whole
   *     server, is not revoked, or a user has the name of a key of the whole server; with
   *     BAD_REQUEST if the name, the scope or the time is not allowed
   */
  public NewKey create(
      String name, Role role, KeyScope scope, Optional<Instant> expires, String by) {
    return create(name, new Rights.Own(role, scope), expires, by);
  }

  /**
   * Makes a key.
   *
   * @param name a name of at most 100 letters, digits, spaces and characters of {@code . _ @ -}
   * @param expires the time from which it is not accepted any more; in the future
   * @param by who makes it
   * @throws StoreFailed with CONFLICT if a key of the name, in the same project or on the whole
   *     server, is not revoked, or a user has the name of a key of the whole server; with
   *     BAD_REQUEST if the name, the scope or the time is not allowed
   */
  public NewKey create(String name, Rights rights, Optional<Instant> expires, String by) {
    Instant now = Micros.of(Micros.micros(clock.instant()));
    check(name, expires, now);
    if (rights instanceof Rights.Own own) {
      own.scope().requireFor(name, own.role());
      if (own.scope().project().isEmpty()) {
        requireOwnName(name);
      }
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
                WHERE NOT EXISTS (SELECT 1 FROM api_key WHERE name = ? AND revoked IS NULL
                  AND coalesce(project, '') = ?)
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
                name,
                key.project().orElse("")));
    if (made == 0) {
      throw new StoreFailed(
          ErrorCode.CONFLICT,
          "key '" + name + "'",
          "there is a key with the name '%s'%s"
              .formatted(
                  name,
                  key.project().map(project -> " in the project '" + project + "'").orElse("")),
          "revoke it first, or use another name");
    }
    return new NewKey(key, text);
  }

  /**
   * Checks that what is done with a key of the whole server, which is recorded under its name
   * alone, is not taken for what others do.
   */
  private void requireOwnName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.equals(Users.RESERVED) || lower.startsWith(RUNNER)) {
      throw new StoreFailed(
          ErrorCode.BAD_REQUEST,
          "key '" + name + "'",
          "what others do is recorded under names such as '" + name + "'",
          "give the key another name");
    }
    if (query
        .first("SELECT 1 FROM account WHERE name = ?", List.of(lower), row -> true)
        .isPresent()) {
      throw new StoreFailed(
          ErrorCode.CONFLICT,
          "key '" + name + "'",
          "there is a user '" + lower + "', under whose name changes are recorded",
          "give the key another name, or make a key of the user with --user");
    }
  }

  private static void check(String name, Optional<Instant> expires, Instant now) {
    GivenName.check("key", name);
    if (!NAME.matcher(name).matches() || !Normalizer.isNormalized(name, Normalizer.Form.NFKC)) {
      throw new StoreFailed(
          ErrorCode.BAD_REQUEST,
          "key '" + name + "'",
          "the name of a key has 1 to 100 letters, digits, characters of . _ @ - and single spaces"
              + " between these, and begins with a letter or digit; letters stand in their plain form",
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

  /** Returns the key of an id, whatever its state. */
  public Optional<ApiKey> ofId(String id) {
    return query.first(
        "SELECT * FROM api_key WHERE id = ?", List.of(StorableText.plain(id)), ApiKeys::read);
  }

  /**
   * Returns, of some keys, that of an id, or else the key that is not revoked under whose
   * {@linkplain ApiKey#recordedName name} changes are recorded, or else all keys of a name that are
   * not revoked: in each project there may be one.
   *
   * @param seen tells whether a key is one of these
   */
  public List<ApiKey> named(String idOrName, Predicate<ApiKey> seen) {
    Optional<ApiKey> ofId = ofId(idOrName).filter(seen);
    if (ofId.isPresent()) {
      return List.of(ofId.get());
    }
    String plain = StorableText.plain(idOrName);
    String name = plain.substring(plain.indexOf('/') + 1);
    List<ApiKey> all =
        query
            .all(
                "SELECT * FROM api_key WHERE name IN (?, ?) AND revoked IS NULL ORDER BY project",
                List.of(plain, name),
                ApiKeys::read)
            .stream()
            .filter(seen)
            .toList();
    List<ApiKey> exact = all.stream().filter(key -> key.recordedName().equals(plain)).toList();
    return exact.isEmpty() ? all.stream().filter(key -> key.name().equals(plain)).toList() : exact;
  }

  /**
   * Returns the only key of an id or a name among some.
   *
   * @param seen tells whether a key is one of these
   * @throws StoreFailed with NOT_FOUND if there is none, or with CONFLICT if there are several
   */
  public ApiKey require(String idOrName, Predicate<ApiKey> seen) {
    List<ApiKey> found = named(idOrName, seen);
    if (found.isEmpty()) {
      throw new StoreFailed(
          ErrorCode.NOT_FOUND,
          "key '" + idOrName + "'",
          "there is no key '" + idOrName + "' that is not revoked",
          "");
    }
    if (found.size() > 1) {
      throw new StoreFailed(
          ErrorCode.CONFLICT,
          "key '" + idOrName + "'",
          "several keys have the name '%s': %s"
              .formatted(
                  idOrName,
                  found.stream().map(ApiKey::recordedName).collect(Collectors.joining(", "))),
          "give one of these names, or the id");
    }
    return found.getFirst();
  }

  /**
   * Revokes a key: it is not accepted any more, from now on. Revoking it again changes nothing.
   *
   * @param idOrName the id, or the name of a key that is not revoked
   * @throws StoreFailed if there is no such key, or more than one
   */
  public ApiKey revoke(String idOrName, String by) {
    return revoke(require(idOrName, _ -> true), by);
  }

  /**
   * Revokes a key: it is not accepted any more, from now on. Revoking it again changes nothing.
   *
   * @return the key, which is revoked
   */
  public ApiKey revoke(ApiKey key, String by) {
    writes.now(connection ->
        Sql.update(
            connection,
            "UPDATE api_key SET revoked = ?, revoked_by = ? WHERE id = ? AND revoked IS NULL",
            Micros.micros(clock.instant()),
            StorableText.plain(by),
            key.id()));
    return ofId(key.id()).orElse(key);
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
