package dev.praetor.client;

import dev.praetor.client.model.Json;
import dev.praetor.client.model.KeyInfo;
import dev.praetor.client.model.UserInfo;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The people who use a server, for an administrator. Thread-safe. */
public final class UsersApi {
  private static final String NEW = "link expires user { %s }".formatted(UserInfo.FIELDS);
  private static final String CREATE =
      "mutation ($name: String!, $role: Role!) { createUser(name: $name, role: $role) { %s } }"
          .formatted(NEW);
  private static final String LINK =
      "mutation ($id: ID!) { createUserLink(id: $id) { %s } }".formatted(NEW);
  private static final String SET_ROLE =
      "mutation ($id: ID!, $role: Role!) { setRole(id: $id, role: $role) { %s } }"
          .formatted(UserInfo.FIELDS);
  private static final String DISABLE =
      "mutation ($id: ID!) { disableUser(id: $id) { %s } }".formatted(UserInfo.FIELDS);
  private static final String ENABLE =
      "mutation ($id: ID!) { enableUser(id: $id) { %s } }".formatted(UserInfo.FIELDS);
  private final URI server;
  private final GraphQl graphql;

  UsersApi(URI server, GraphQl graphql) {
    this.server = server;
    this.graphql = graphql;
  }

  /**
   * A user with a new link.
   *
   * @param link the address at which the person sets a password, once
   * @param expires the time from which the link cannot be used any more
   */
  public record NewUser(UserInfo user, URI link, Instant expires) {
    @Override
    public String toString() {
      return "NewUser[user=" + user + "]";
    }
  }

  private Lists<UserInfo> lists() {
    return new Lists<>(graphql, "users", "User", UserInfo.FIELDS, UserInfo::of);
  }

  /** Returns a page of users, by their names by default. */
  public Page<UserInfo> page(Listing listing) {
    return lists().page(listing);
  }

  /** Returns users, which are read page by page while the stream is consumed. */
  public Stream<UserInfo> all(Listing listing) {
    return lists().all(listing);
  }

  /**
   * Makes a user.
   *
   * @throws ServerRefused with CONFLICT if there is a user of the name
   */
  public NewUser create(String name, KeyInfo.Role role) {
    return made(graphql.data(CREATE, Map.of("name", name, "role", role.name())).path("createUser"));
  }

  /** Makes a new link for a user, by the id or the name; an earlier one ends. */
  public NewUser createLink(String idOrName) {
    return made(graphql.data(LINK, Map.of("id", idOrName)).path("createUserLink"));
  }

  private NewUser made(JsonNode answer) {
    Json made = new Json(answer);
    return new NewUser(
        UserInfo.of(made.at("user")),
        server.resolve(made.text("link")),
        Instant.parse(made.text("expires")));
  }

  /**
   * Gives a user, by the id or the name, another role.
   *
   * @throws ServerRefused with CONFLICT if it is the last administrator with a password
   */
  public UserInfo setRole(String idOrName, KeyInfo.Role role) {
    return UserInfo.of(
        new Json(
            graphql.data(SET_ROLE, Map.of("id", idOrName, "role", role.name())).path("setRole")));
  }

  /**
   * Disables a user, by the id or the name: the sessions end at once.
   *
   * @throws ServerRefused with CONFLICT if it is the last administrator with a password
   */
  public UserInfo disable(String idOrName) {
    return UserInfo.of(new Json(graphql.data(DISABLE, Map.of("id", idOrName)).path("disableUser")));
  }

  /** Lets a disabled user, by the id or the name, log in again. */
  public UserInfo enable(String idOrName) {
    return UserInfo.of(new Json(graphql.data(ENABLE, Map.of("id", idOrName)).path("enableUser")));
  }
}
