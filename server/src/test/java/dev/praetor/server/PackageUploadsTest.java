package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Task;
import dev.praetor.engine.graph.Sha256;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.server.http.HttpLimits;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreLocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Registrations over HTTP, of honest and of hostile callers, on each database. */
@ParameterizedClass
@EnumSource
@Tag("database")
class PackageUploadsTest {
  private static final String UPLOADS = "/api/packages/uploads/";
  private static final int PIECE = 1 << 20;
  private final Stores kind;
  @TempDir private Path folder;
  private TestServer server;
  private RunStore store;

  PackageUploadsTest(Stores kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws IOException {
    Path home = folder.resolve("home");
    StoreLocation location = kind.fresh(home).location();
    server = TestServer.at(home, location, HttpLimits.DEFAULT);
    store = RunStore.open(location);
  }

  @AfterEach
  void stop() {
    store.close();
    server.close();
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static String hash(byte[] bytes) {
    MessageDigest digest = Sha256.digest();
    return HexFormat.of().formatHex(digest.digest(bytes));
  }

  private static ObjectNode file(byte[] bytes) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("name", "app.jar")
        .put("sha256", hash(bytes))
        .put("size", bytes.length);
  }

  private HttpResponse<String> put(String hash, byte[] bytes) {
    return server.send(
        server.request(UPLOADS + "pieces/" + hash).PUT(BodyPublishers.ofByteArray(bytes)).build());
  }

  private HttpResponse<String> post(String path, JsonNode body) {
    return server.post(UPLOADS + path, body.toString());
  }

  private static JsonNode succeeded(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return TestServer.json(response);
  }

  private static void checkRefused(HttpResponse<String> response, String code, String message) {
    JsonNode error = TestServer.json(response).path("error");
    assertThat(error.path("code").asString()).as(response.body()).isEqualTo(code);
    assertThat(error.path("message").asString()).contains(message);
    assertThat(response.statusCode()).isBetween(400, 499);
  }

  private List<String> missing(byte[]... files) {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    ArrayNode all = body.putArray("files");
    for (byte[] each : files) {
      all.add(file(each));
    }
    List<String> missing = new ArrayList<>();
    succeeded(post("missing", body)).path("missing").forEach(each -> missing.add(each.asString()));
    return missing;
  }

  /** Sends the pieces of a file, and returns the request that makes the file of them. */
  private ObjectNode sent(byte[] bytes) {
    ObjectNode body = file(bytes);
    ArrayNode pieces = body.putArray("pieces");
    for (int from = 0; from < bytes.length; from += PIECE) {
      byte[] piece = new byte[Math.min(PIECE, bytes.length - from)];
      System.arraycopy(bytes, from, piece, 0, piece.length);
      succeeded(put(hash(piece), piece));
      pieces.add(hash(piece));
    }
    return body;
  }

  private static Flow<String> greeting() {
    return Flow.define("greeting", f -> Task.of("greet", String.class, () -> "hello").call());
  }

  private static ObjectNode registration(byte[]... files) {
    ObjectNode body = JsonMapper.shared().createObjectNode().put("project", "default");
    ArrayNode all =
        body.putObject("package").put("kind", "JARS").put("release", 25).putArray("files");
    for (byte[] each : files) {
      all.add(file(each));
    }
    body.putObject("flows").put("greeting", greeting().spec().json());
    return body;
  }

  private boolean isRegistered() {
    return store.registeredFlows().find(Registration.DEFAULT_PROJECT, "greeting").isPresent();
  }

  @Test
  void a_file_of_several_pieces_is_sent_once_and_registered() throws IOException {
    byte[] large = bytes(2 * PIECE + 17);
    byte[] small = bytes(5);
    byte[] empty = new byte[0];
    assertThat(missing(large, small, empty, small))
        .containsExactly(hash(large), hash(small), hash(empty));
    for (byte[] each : List.of(large, small, empty)) {
      succeeded(post("files", sent(each)));
    }
    assertThat(missing(large, small, empty)).isEmpty();
    JsonNode first = succeeded(post("registration", registration(large, small, empty)));
    assertThat(first.path("changes").path(0).path("status").asString()).isEqualTo("NEW");
    assertThat(first.path("changes").path(0).path("now").path("by").asString())
        .isEqualTo("administrator");
    JsonNode again = succeeded(post("registration", registration(large, small, empty)));
    assertThat(again.path("changes").path(0).path("status").asString()).isEqualTo("UNCHANGED");
    assertThat(again.path("changes").path(0).path("before").path("number").asInt()).isEqualTo(1);
    String sha256 =
        first.path("changes").path(0).path("now").path("package").path("sha256").asString();
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    store
        .packageFiles()
        .copy(store.packageFiles().find(sha256).orElseThrow().files().getFirst(), copy);
    assertThat(copy.toByteArray()).isEqualTo(large);
  }

  @Test
  void nothing_is_registered_unless_every_file_is_whole() {
    byte[] there = bytes(10);
    byte[] absent = bytes(20);
    succeeded(post("files", sent(there)));
    checkRefused(
        post("registration", registration(there, absent)), "CONFLICT", "are not all in the store");
    assertThat(isRegistered()).isFalse();
    byte[] large = bytes(PIECE + 1);
    ObjectNode cut = sent(large);
    ((ArrayNode) cut.get("pieces")).remove(1);
    checkRefused(post("files", cut), "BAD_REQUEST", "does not have 1 pieces");
    ObjectNode swapped = sent(large);
    ArrayNode pieces = (ArrayNode) swapped.get("pieces");
    pieces.add(pieces.remove(0));
    checkRefused(post("files", swapped), "CONFLICT", "is not in the store with 1,048,576 bytes");
    ObjectNode wrong = sent(large).put("sha256", "0".repeat(64));
    checkRefused(post("files", wrong), "BAD_REQUEST", "its SHA-256 is not 000");
    ObjectNode longer = sent(bytes(10)).put("size", 11);
    checkRefused(post("files", longer), "CONFLICT", "is not in the store with 11 bytes");
    checkRefused(put(hash(bytes(9)), bytes(8)), "BAD_REQUEST", "did not arrive whole");
    checkRefused(put(hash(bytes(PIECE + 1)), bytes(PIECE + 1)), "TOO_LARGE", "at most 1,048,576");
    assertThat(missing(large)).containsExactly(hash(large));
  }

  @Test
  void concurrent_uploads_of_one_file_make_one_file() throws Exception {
    byte[] bytes = bytes(PIECE + 500);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<JsonNode>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(threads.submit(() -> succeeded(post("files", sent(bytes)))));
      }
      for (Future<JsonNode> each : all) {
        assertThat(each.get().path("sha256").asString()).isEqualTo(hash(bytes));
      }
    }
    assertThat(missing(bytes)).isEmpty();
    succeeded(post("registration", registration(bytes)));
  }

  @Test
  void hostile_requests_get_errors_and_write_nothing() {
    byte[] there = bytes(10);
    succeeded(post("files", sent(there)));
    checkRefused(
        post("registration", registration(there).put("project", "other")),
        "NOT_FOUND",
        "no project");
    for (String flows :
        List.of(
            "{}",
            "[]",
            "null",
            "{\"greeting\": {}}",
            "{\"greeting\": \"{\"}",
            "{\"greeting\": \"[]\"}",
            "{\"greeting\": \"{}\"}",
            "{\"\": \"{\\\"name\\\": \\\"\\\"}\"}")) {
      ObjectNode body = registration(there);
      body.set("flows", JsonMapper.shared().readTree(flows));
      checkRefused(post("registration", body), "BAD_REQUEST", "");
    }
    ObjectNode renamed = registration(there);
    renamed.putObject("flows").put("other", greeting().spec().json());
    checkRefused(post("registration", renamed), "BAD_REQUEST", "not of 'other'");
    for (String code :
        List.of(
            "{}",
            "[]",
            "{\"kind\": \"WAR\", \"release\": 1, \"files\": []}",
            "{\"kind\": \"JARS\", \"release\": -1, \"files\": []}",
            "{\"kind\": \"JARS\", \"release\": 25, \"files\": []}",
            "{\"kind\": \"JARS\", \"release\": 25, \"files\": [1]}",
            "{\"kind\": \"SERVED\", \"release\": 0}",
            "{\"kind\": \"SERVED\", \"release\": 25, \"files\": []}",
            "{\"kind\": \"SERVED\", \"release\": 0, \"files\": [1]}",
            "{\"kind\": \"JARS\", \"release\": 25, \"files\": [{\"name\": \"\\n\", \"sha256\": \"a\", \"size\": 1}]}",
            "{\"kind\": \"JARS\", \"release\": 25, \"files\": {}, \"more\": 1}")) {
      ObjectNode body = registration(there);
      body.set("package", JsonMapper.shared().readTree(code));
      checkRefused(post("registration", body), "BAD_REQUEST", "");
    }
    for (String body :
        List.of(
            "",
            "{",
            "[]",
            "null",
            "1",
            "{\"files\": 1}",
            "{\"files\": [[]]}",
            "{\"files\": [{\"name\": \"a\", \"sha256\": \"" + "A".repeat(64) + "\", \"size\": 1}]}",
            "{\"files\": [{\"name\": \"a\", \"sha256\": \""
                + "a".repeat(64)
                + "\", \"size\": 1.5}]}",
            "{\"files\": [{\"name\": \"a\", \"sha256\": \""
                + "a".repeat(64)
                + "\", \"size\": -1}]}")) {
      for (String path : List.of("missing", "files", "registration")) {
        checkRefused(server.post(UPLOADS + path, body), "BAD_REQUEST", "");
      }
    }
    ObjectNode huge = file(there).put("size", 1L << 60);
    huge.putArray("pieces");
    checkRefused(post("files", huge), "TOO_LARGE", "at most 536,870,912");
    ObjectNode many = JsonMapper.shared().createObjectNode();
    ArrayNode files = many.putArray("files");
    for (int i = 0; i < 3; i++) {
      files.add(file(bytes(i + 1)).put("size", 400L << 20));
    }
    checkRefused(post("missing", many), "TOO_LARGE", "together");
    for (String hash : List.of("x", "..", "A".repeat(64), "a".repeat(65), "%00")) {
      checkRefused(put(hash, "a".getBytes(StandardCharsets.UTF_8)), "BAD_REQUEST", "");
    }
    checkRefused(put(hash(new byte[0]), new byte[0]), "BAD_REQUEST", "at least 1 byte");
    assertThat(isRegistered()).isFalse();
  }
}
