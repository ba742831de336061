package dev.praetor.client;

import dev.praetor.client.model.Json;
import dev.praetor.client.model.KeyInfo;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys of programs that use a server, for an administrator. Thread-safe. */
public final class KeysApi {
  private static final String CREATE =
      """
      mutation ($name: String!, $role: Role, $project: String, $pools: [String!], $user: ID,
          $expires: DateTime) {
        createKey(name: $name, role: $role, project: $project, pools: $pools, user: $user,
            expires: $expires) {
          secret key { %s } } }\
      """
          .formatted(KeyInfo.FIELDS);
  private static final String REVOKE =
      "mutation ($id: ID!) { revokeKey(id: $id) { %s } }".formatted(KeyInfo.FIELDS);
  private final GraphQl graphql;

  KeysApi(GraphQl graphql) {
    this.graphql = graphql;
  }

  /**
   * A new key.
   *
   * @param secret the key itself, which the server does not know any more
   */
  public record NewKey(KeyInfo key, String secret) {
    @Override
    public String toString() {
      return "NewKey[key=" + key + "]";
    }
  }

  private Lists<KeyInfo> lists() {
    return new Lists<>(graphql, "keys", "Key", KeyInfo.FIELDS, KeyInfo::of);
  }

  /** Returns a page of keys, the last that was made first by default. */
  public Page<KeyInfo> page(Listing listing) {
    return lists().page(listing);
  }

  /** Returns keys, which are read page by page while the stream is consumed. */
  public Stream<KeyInfo> all(Listing listing) {
    return lists().all(listing);
  }

  /**
   * Makes a key.
   *
   * @param project the project that it is limited to; empty for the whole server
   * @param pools the pools that a worker's key is limited to; empty for all
   * @param expires the time from which it is not accepted any more; empty for never
   * @throws ServerRefused with CONFLICT if a key of the name is not revoked
   */
  public NewKey create(
      String name,
      KeyInfo.Role role,
      Optional<String> project,
      List<String> pools,
      Optional<Instant> expires) {
    Map<String, @Nullable Object> rights = new HashMap<>();
    rights.put("role", role.name());
    rights.put("project", project.orElse(null));
    rights.put("pools", pools.isEmpty() ? null : pools);
    return create(name, rights, expires);
  }

  /**
   * Makes a key of a user: what the user may do at any time, its holder may do.
   *
   * @param user the id or the name of the user
   * @param expires the time from which it is not accepted any more; empty for never
   * @throws ServerRefused with CONFLICT if a key of the name is not revoked, or the user is
   *     disabled
   */
  public NewKey createForUser(String name, String user, Optional<Instant> expires) {
    Map<String, @Nullable Object> rights = new HashMap<>();
    rights.put("user", user);
    return create(name, rights, expires);
  }

  private NewKey create(
      String name, Map<String, @Nullable Object> rights, Optional<Instant> expires) {
    Map<String, @Nullable Object> variables = new HashMap<>(rights);
    variables.put("name", name);
    variables.put("expires", expires.map(Instant::toString).orElse(null));
    Json made = new Json(graphql.data(CREATE, variables).path("createKey"));
    return new NewKey(KeyInfo.of(made.at("key")), made.text("secret"));
  }

  /**
   * Revokes a key: it is not accepted any more.
   *
   * @param idOrName the id, or the name of a key that is not revoked
   */
  public KeyInfo revoke(String idOrName) {
    return KeyInfo.of(new Json(graphql.data(REVOKE, Map.of("id", idOrName)).path("revokeKey")));
  }
}
