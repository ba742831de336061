package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.server.access.Permissions;
import dev.praetor.server.graphql.schema.ExecutableSchema;
import dev.praetor.store.access.Role;
import graphql.language.FieldDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.ListType;
import graphql.language.NonNullType;
import graphql.language.ObjectTypeDefinition;
import graphql.language.Type;
import graphql.language.TypeName;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each field and endpoint opens itself to the roles that the table names, and to no others. */
class PermissionsTest {
  private static final Set<String> ROOTS = Set.of("Query", "Mutation", "Subscription");
  private static final Set<String> OPEN =
      Set.of(
          "GET /health/live",
          "GET /health/ready",
          "GET /",
          "GET /graphiql",
          "GET /graphiql/{file}",
          "GET /login",
          "GET /login/{file}",
          "POST /api/session",
          "POST /api/password",
          "POST /api/password/link");
  private static final TypeDefinitionRegistry SCHEMA =
      new SchemaParser().parse(ExecutableSchema.text());
  @TempDir private Path home;
  private final Map<Role, String> keys = new EnumMap<>(Role.class);
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = TestServer.at(home);
    for (Role role : Role.values()) {
      keys.put(
          role,
          server
              .query(
                  "mutation { createKey(name: \"of %s\", role: %s) { secret } }"
                      .formatted(role.label(), role))
              .at("/createKey/secret")
              .asString());
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Returns the fields of the questions, changes and subscriptions, by their names. */
  private static Map<String, FieldDefinition> fields() {
    Map<String, FieldDefinition> fields = new LinkedHashMap<>();
    for (ObjectTypeDefinition type : SCHEMA.getTypes(ObjectTypeDefinition.class)) {
      if (ROOTS.contains(type.getName())) {
        type.getFieldDefinitions()
            .forEach(field -> fields.put(type.getName() + "." + field.getName(), field));
      }
    }
    return fields;
  }

  private Set<String> endpoints() {
    Set<String> endpoints = new TreeSet<>();
    server
        .server
        .methods()
        .forEach((path, methods) -> methods.forEach(each -> endpoints.add(each + " " + path)));
    endpoints.removeAll(OPEN);
    return endpoints;
  }

  @Test
  void the_table_names_each_field_and_endpoint_and_nothing_else() {
    Set<String> all = new TreeSet<>(fields().keySet());
    all.addAll(endpoints());
    assertThat(Permissions.all().keySet()).containsExactlyElementsOf(all);
  }

  @Test
  void a_role_includes_what_the_table_of_roles_says() {
    Map<Role, Set<Role>> included =
        Map.of(
            Role.VIEWER,
            Set.of(Role.VIEWER),
            Role.OPERATOR,
            Set.of(Role.VIEWER, Role.OPERATOR),
            Role.AUTHOR,
            Set.of(Role.VIEWER, Role.OPERATOR, Role.AUTHOR, Role.WORKER),
            Role.ADMINISTRATOR,
            Set.of(Role.values()),
            Role.WORKER,
            Set.of(Role.WORKER));
    for (Role role : Role.values()) {
      for (Role other : Role.values()) {
        assertThat(role.includes(other))
            .as("%s includes %s", role, other)
            .isEqualTo(included.getOrDefault(role, Set.of()).contains(other));
      }
    }
  }

  private HttpResponse<String> send(String key, String method, String path, String body) {
    return server.send(
        HttpRequest.newBuilder(URI.create(server.server.url() + path))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", "Bearer " + key)
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  @Test
  void each_endpoint_is_refused_to_the_roles_without_it_and_to_no_other() {
    for (String endpoint : endpoints()) {
      String[] words = endpoint.split(" ", -1);
      Role needed = Permissions.needed(endpoint);
      String path = words[1].replaceAll("\\{[a-z0-9]+}", "x");
      keys.forEach((role, key) -> {
        HttpResponse<String> answer = send(key, words[0], path, "");
        assertThat(answer.statusCode() == 403)
            .as("%s with role %s: %s", endpoint, role, answer.body())
            .isEqualTo(!role.includes(needed));
        assertThat(answer.statusCode()).as(endpoint).isLessThan(500);
      });
      assertThat(server.send(withoutKey(words[0], path)).statusCode()).as(endpoint).isEqualTo(401);
    }
  }

  @Test
  void the_token_of_a_runner_opens_its_own_session_and_nothing_else_of_the_table() {
    FarWorker worker = new FarWorker(server.with(keys.getOrDefault(Role.WORKER, "")));
    assertThat(worker.join("far", List.of("default")).statusCode()).isEqualTo(200);
    String runner = UUID.randomUUID().toString();
    String token = worker.token(runner, "a".repeat(64));
    Set<String> endpoints = endpoints();
    endpoints.remove("DELETE /api/runners/{runner}"); // It ends the token.
    for (String endpoint : endpoints) {
      String[] words = endpoint.split(" ", -1);
      String path =
          words[1]
              .replace("{runner}", runner)
              .replace("{sha256}", "a".repeat(64))
              .replaceAll("\\{[a-z0-9]+}", "x");
      HttpResponse<String> answer = send(token, words[0], path, "");
      boolean isOpen =
          endpoint.contains(" /api/runners/{runner}")
              || endpoint.equals("GET /api/packages/{sha256}");
      assertThat(answer.statusCode() == 403)
          .as("%s with the token of a runner: %s", endpoint, answer.body())
          .isEqualTo(!isOpen);
      assertThat(answer.statusCode()).as(endpoint).isNotEqualTo(401).isLessThan(500);
    }
    fields()
        .forEach((name, field) -> {
          String path = name.startsWith("Subscription.") ? "/graphql/stream" : "/graphql";
          String body = body(operation(name, field));
          assertThat(send(token, "POST", path, body).statusCode()).as(name).isEqualTo(403);
        });
  }

  private HttpRequest withoutKey(String method, String path) {
    return HttpRequest.newBuilder(URI.create(server.server.url() + path))
        .method(method, HttpRequest.BodyPublishers.noBody())
        .build();
  }

  @Test
  void each_field_is_refused_to_the_roles_without_it_and_to_no_other() {
    fields()
        .forEach((name, field) -> {
          Role needed = Permissions.needed(name);
          for (Role role : List.of(Role.VIEWER, Role.OPERATOR, Role.AUTHOR, Role.ADMINISTRATOR)) {
            String key = keys.getOrDefault(role, "");
            String answer =
                name.startsWith("Subscription.")
                    ? beginning(key, operation(name, field))
                    : send(key, "POST", "/graphql", body(operation(name, field))).body();
            assertThat(answer.contains("\"FORBIDDEN\""))
                .as("%s with role %s: %s", name, role, answer)
                .isEqualTo(!role.includes(needed));
            assertThat(answer)
                .as("%s with role %s", name, role)
                .doesNotContain("INTERNAL", "ValidationError", "Exception");
          }
        });
  }

  /** Returns the first event of a subscription, or a heartbeat if there is nothing to tell. */
  private String beginning(String key, String query) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.server.url() + "/graphql/stream"))
            .header("Authorization", "Bearer " + key)
            .POST(HttpRequest.BodyPublishers.ofString(body(query)))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<Stream<String>> response =
          client.send(request, HttpResponse.BodyHandlers.ofLines());
      try (Stream<String> lines = response.body()) {
        return lines
            .filter(line -> line.startsWith("data:") || line.startsWith(":"))
            .findFirst()
            .orElse("");
      } finally {
        client.shutdownNow();
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String body(String query) {
    return JsonMapper.shared()
        .writeValueAsString(Map.of("query", query, "variables", Map.of("secret", "of no use")));
  }

  /** Returns an operation with one field, with some value for each argument that it needs. */
  private static String operation(String name, FieldDefinition field) {
    String arguments =
        field.getInputValueDefinitions().stream()
            .filter(each -> each.getType() instanceof NonNullType && each.getDefaultValue() == null)
            .map(PermissionsTest::argument)
            .collect(Collectors.joining(", "));
    String type = name.substring(0, name.indexOf('.')).toLowerCase(Locale.ROOT);
    boolean leaf =
        !SCHEMA.getTypesMap(ObjectTypeDefinition.class).containsKey(named(field.getType()));
    return "%s%s { %s%s%s }"
        .formatted(
            type,
            arguments.contains("$secret") ? " ($secret: SecretText!)" : "",
            field.getName(),
            arguments.isEmpty() ? "" : "(" + arguments + ")",
            leaf ? "" : " { __typename }");
  }

  private static String named(Type<?> type) {
    return switch (type) {
      case NonNullType one -> named(one.getType());
      case ListType one -> named(one.getType());
      case TypeName one -> one.getName();
      default -> throw new AssertionError(type);
    };
  }

  private static String argument(InputValueDefinition argument) {
    String value =
        switch (named(argument.getType())) {
          case "Int" -> "1";
          case "DateTime" -> "\"2026-01-01T00:00:00Z\"";
          case "StateName" -> "Success";
          case "Role" -> "VIEWER";
          case "SecretText" -> "$secret";
          case "RunFilter" -> "{name: {_eq: \"none\"}}";
          default -> "\"nothing-of-this-name\"";
        };
    return argument.getName() + ": " + value;
  }

  @Test
  void a_refusal_says_which_role_is_needed_and_which_one_the_key_has() {
    JsonNode error =
        JsonMapper.shared()
            .readTree(
                send(
                        keys.getOrDefault(Role.VIEWER, ""),
                        "POST",
                        "/graphql",
                        body("mutation { createRun(flow: \"x\") { id } }"))
                    .body())
            .at("/errors/0");
    assertThat(error.path("message").asString())
        .isEqualTo(
            "createRun needs the role operator, and the key 'of viewer' has the role viewer");
    assertThat(error.at("/extensions/code").asString()).isEqualTo("FORBIDDEN");
  }
}
