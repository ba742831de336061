package dev.praetor.client;

import dev.praetor.client.model.Json;
import dev.praetor.client.model.SecretInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The secrets of a server, whose values can be set and not be read. Thread-safe. */
public final class SecretsApi {
  private final GraphQl graphql;
  private final String project;

  SecretsApi(GraphQl graphql) {
    this(graphql, "default");
  }

  private SecretsApi(GraphQl graphql, String project) {
    this.graphql = graphql;
    this.project = project;
  }

  /** Returns the secrets of another project than the default one. */
  public SecretsApi of(String name) {
    return new SecretsApi(graphql, name);
  }

  /**
   * The outcome of a renewal of keys.
   *
   * @param secrets the number of secrets that were encrypted again
   * @param keys the number of keys that were encrypted again
   * @param damaged the names of secrets that could not be decrypted, and stay as they are
   */
  public record Rotated(long secrets, long keys, List<String> damaged) {
    public Rotated {
      damaged = List.copyOf(damaged);
    }
  }

  private Lists<SecretInfo> lists() {
    return new Lists<>(graphql, "secrets", "Secret", SecretInfo.FIELDS, SecretInfo::of);
  }

  /** Returns a page of the secrets of all projects, by project and name by default. */
  public Page<SecretInfo> page(Listing listing) {
    return lists().page(listing);
  }

  /**
   * Returns the secrets of all projects, which are read page by page while the stream is consumed.
   */
  public Stream<SecretInfo> all(Listing listing) {
    return lists().all(listing);
  }

  /**
   * Returns the runs that read a secret last, the last one first.
   *
   * @param most the largest number of runs, from 1 to 1,000
   */
  public List<SecretInfo.Use> uses(String name, int most) {
    JsonNode data =
        graphql.data(
            "query ($name: String!, $project: String!, $first: Int) { secretUses(name: $name, project: $project, first: $first) { %s } }"
                .formatted(SecretInfo.Use.FIELDS),
            Map.of("name", name, "project", project, "first", most));
    return new Json(data).list("secretUses", SecretInfo.Use::of);
  }

  /** Sets a secret, or replaces its value. */
  public SecretInfo set(String name, String value) {
    return set(name, value, List.of());
  }

  /**
   * Sets a secret, or replaces its value, and adds grants to flows.
   *
   * @param grants the flows; an empty one stands for all flows of the project
   */
  public SecretInfo set(String name, String value, List<Optional<String>> grants) {
    Map<String, @Nullable Object> variables = new HashMap<>();
    variables.put("name", name);
    variables.put("project", project);
    variables.put("value", value);
    variables.put("flows", grants.stream().flatMap(Optional::stream).toList());
    variables.put("all", grants.stream().anyMatch(Optional::isEmpty));
    JsonNode data =
        graphql.data(
            """
            mutation ($name: String!, $project: String!, $value: SecretText!, $flows: [String!],
                      $all: Boolean) {
              setSecret(name: $name, project: $project, value: $value, grantTo: $flows,
                        allFlows: $all) { %s } }\
            """
                .formatted(SecretInfo.FIELDS),
            variables);
    return SecretInfo.of(new Json(data.path("setSecret")));
  }

  /**
   * Deletes a secret with its grants.
   *
   * @throws ServerRefused with NOT_FOUND if there is none
   */
  public void delete(String name) {
    JsonNode _ =
        graphql.data(
            "mutation ($name: String!, $project: String!) { deleteSecret(name: $name, project: $project) }",
            Map.of("name", name, "project", project));
  }

  /**
   * Lets the runs of a flow read a secret. The flow need not be registered yet.
   *
   * @param flow its name or key; empty for all flows of the project
   * @throws ServerRefused with NOT_FOUND if there is no such secret
   */
  public SecretInfo grant(String name, Optional<String> flow) {
    return change("grantSecret", name, flow);
  }

  /**
   * Takes a grant back.
   *
   * @param flow the flow; empty for the grant to all flows of the project
   * @throws ServerRefused with NOT_FOUND if there is no such grant
   */
  public SecretInfo revoke(String name, Optional<String> flow) {
    return change("revokeSecretGrant", name, flow);
  }

  private SecretInfo change(String intent, String name, Optional<String> flow) {
    Map<String, @Nullable Object> variables = new HashMap<>();
    variables.put("name", name);
    variables.put("project", project);
    variables.put("flow", flow.orElse(null));
    variables.put("all", flow.isEmpty());
    JsonNode data =
        graphql.data(
            """
            mutation ($name: String!, $project: String!, $flow: String, $all: Boolean) {
              %1$s(name: $name, project: $project, flow: $flow, allFlows: $all) { %2$s } }\
            """
                .formatted(intent, SecretInfo.FIELDS),
            variables);
    return SecretInfo.of(new Json(data.path(intent)));
  }

  /**
   * Renews keys, while runs go on and read secrets. For an administrator.
   *
   * @param master true for the master key, false for the keys that it encrypts
   */
  public Rotated rotate(boolean master) {
    JsonNode data =
        graphql.data(
            "mutation ($project: String!, $m: Boolean) { rotateSecrets(project: $project, master: $m) { secrets keys damaged } }",
            Map.of("project", project, "m", master));
    Json rotated = new Json(data.path("rotateSecrets"));
    return new Rotated(
        rotated.large("secrets"),
        rotated.large("keys"),
        data.path("rotateSecrets").path("damaged").valueStream().map(JsonNode::asString).toList());
  }
}
