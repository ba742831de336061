package dev.praetor.client;

import dev.praetor.client.model.Json;
import dev.praetor.client.model.KeyInfo;
import dev.praetor.client.model.UserInfo;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The people and programs that use a server as users, for an administrator. Thread-safe. */
public final class UsersApi {
  private static final String NEW = "link expires user { %s }".formatted(UserInfo.FIELDS);
  private static final String CREATE =
      """
      mutation ($name: String!, $role: Role!, $project: String, $service: Boolean) {
        createUser(name: $name, role: $role, project: $project, service: $service) { %s } }\
      """
          .formatted(NEW);
  private static final String LINK =
      "mutation ($id: ID!) { createUserLink(id: $id) { %s } }".formatted(NEW);
  private static final String SET_ROLE =
      """
      mutation ($id: ID!, $role: Role!, $project: String) {
        setRole(id: $id, role: $role, project: $project) { %s } }\
      """
          .formatted(UserInfo.FIELDS);
  private static final String REMOVE_ROLE =
      "mutation ($id: ID!, $project: String) { removeRole(id: $id, project: $project) { %s } }"
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
   * Makes a user who is a person.
   *
   * @param project the project in which the role counts; empty for the whole server
   * @throws ServerRefused with CONFLICT if there is a user of the name
   */
  public NewUser create(String name, KeyInfo.Role role, Optional<String> project) {
    return made(create(name, role, project, false));
  }

  /**
   * Makes a user who is a program: it cannot log in, and acts with {@linkplain
   * KeysApi#createForUser keys}.
   *
   * @param project the project in which the role counts; empty for the whole server
   * @throws ServerRefused with CONFLICT if there is a user of the name
   */
  public UserInfo createService(String name, KeyInfo.Role role, Optional<String> project) {
    return UserInfo.of(new Json(create(name, role, project, true).path("user")));
  }

  private JsonNode create(
      String name, KeyInfo.Role role, Optional<String> project, boolean service) {
    Map<String, @Nullable Object> variables = new HashMap<>();
    variables.put("name", name);
    variables.put("role", role.name());
    variables.put("project", project.orElse(null));
    variables.put("service", service);
    return graphql.data(CREATE, variables).path("createUser");
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
   * Gives a user, by the id or the name, a role: in a project, or on the whole server in place of
   * all others.
   *
   * @param project the project in which the role counts; empty for the whole server
   * @throws ServerRefused with CONFLICT if it is the last administrator with a password, or if the
   *     role is one in a project and the user has one on the whole server
   */
  public UserInfo setRole(String idOrName, KeyInfo.Role role, Optional<String> project) {
    Map<String, @Nullable Object> variables = new HashMap<>();
    variables.put("id", idOrName);
    variables.put("role", role.name());
    variables.put("project", project.orElse(null));
    return UserInfo.of(new Json(graphql.data(SET_ROLE, variables).path("setRole")));
  }

  /**
   * Takes the role in a project, or that on the whole server, from a user, by the id or the name.
   *
   * @param project the project; empty for the whole server
   * @throws ServerRefused with CONFLICT if it is the last administrator with a password; with
   *     NOT_FOUND if the user has no such role
   */
  public UserInfo removeRole(String idOrName, Optional<String> project) {
    Map<String, @Nullable Object> variables = new HashMap<>();
    variables.put("id", idOrName);
    variables.put("project", project.orElse(null));
    return UserInfo.of(new Json(graphql.data(REMOVE_ROLE, variables).path("removeRole")));
  }

  /**
   * Disables a user, by the id or the name: the sessions end at once, and keys of the user are
   * refused.
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
