package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.Task;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.server.graphql.schema.ExecutableSchema;
import dev.praetor.store.access.Role;
import graphql.language.FieldDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The base of the tests of the audit log of a server, on each database. */
@Tag("database")
abstract class AuditTestBase {
  static final TypeDefinitionRegistry SCHEMA = new SchemaParser().parse(ExecutableSchema.text());
  private static final String ROWS =
      """
      query ($where: AuditFilter) { audit(where: $where, first: 1000) { nodes {
        sequence time request actor actorKind address action project targetKind target arguments
        before after outcome code message hash } } }\
      """;
  private final Stores kind;
  final AtomicReference<Instant> time = new AtomicReference<>(Instant.now());
  final CountDownLatch let = new CountDownLatch(1);
  @TempDir private Path folder;
  TestServer server;
  PraetorEngine engine;
  Registered registered;

  AuditTestBase(Stores kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws IOException {
    Path home = folder.resolve("home");
    Stores.Fresh fresh = kind.fresh(home);
    server = TestServer.at(home, fresh.location(), time::get);
    engine = Praetor.open(fresh.engine());
    registered = new Registered(fresh.location());
    registered.register(letters(), "one");
  }

  @AfterEach
  void stop() throws Exception {
    let.countDown();
    engine.close();
    registered.close();
    server.close();
  }

  private static Flow<String> letters() {
    return Flow.define("letters", flow -> Task.of("write", String.class, () -> "written").call());
  }

  List<JsonNode> rows(String where) {
    return server
        .query(ROWS, Map.of("where", JsonMapper.shared().readTree(where)))
        .at("/audit/nodes")
        .valueStream()
        .toList();
  }

  List<JsonNode> rowsOf(String action) {
    return rows("{\"action\": {\"_eq\": \"%s\"}}".formatted(action));
  }

  JsonNode only(String action) {
    List<JsonNode> rows = rowsOf(action);
    assertThat(rows).as(action).hasSize(1);
    return rows.getFirst();
  }

  void isWhole() {
    JsonNode done =
        server.query("{ auditVerification { whole rows head broken { sequence problem } } }");
    assertThat(done.at("/auditVerification/whole").asBoolean()).as("%s", done).isTrue();
  }

  static Map<String, FieldDefinition> mutations() {
    Map<String, FieldDefinition> fields = new LinkedHashMap<>();
    SCHEMA.getTypes(ObjectTypeDefinition.class).stream()
        .filter(type -> type.getName().equals("Mutation"))
        .forEach(type ->
            type.getFieldDefinitions().forEach(field -> fields.put(field.getName(), field)));
    return fields;
  }

  void change(String mutation) {
    var _ = server.query("mutation { " + mutation + " }");
  }

  String made(String arguments) {
    return server
        .query("mutation { createRun(flow: \"letters\"" + arguments + ") { id } }")
        .at("/createRun/id")
        .asString();
  }

  String key(String name, Role role) {
    return server
        .query("mutation { createKey(name: \"%s\", role: %s) { secret } }".formatted(name, role))
        .at("/createKey/secret")
        .asString();
  }

  HttpResponse<String> send(String key, String query) {
    return server.send(
        HttpRequest.newBuilder(URI.create(server.server.url() + "/graphql"))
            .header("Authorization", "Bearer " + key)
            .header("X-Forwarded-For", "203.0.113.9")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JsonMapper.shared()
                        .writeValueAsString(
                            Map.of("query", query, "variables", Map.of("secret", "x")))))
            .build());
  }
}
