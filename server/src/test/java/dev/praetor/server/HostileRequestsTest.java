package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Praetor;
import dev.praetor.embedded.Home;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are broken in any way get errors below 500, and write nothing. */
class HostileRequestsTest {
  private static final List<String> GOOD =
      List.of(
          "{\"query\": \"{ runs(first: 5) { nodes { id state taskRuns { nodes { node } } } } }\"}",
          "{\"query\": \"query ($n: Int) { flows(first: $n) { nodes { name } } }\", \"variables\": {\"n\": 3}}",
          "{\"query\": \"mutation { cancelRun(id: \\\"ffffffff\\\") { id } }\"}",
          "{\"query\": \"mutation { setLimit(name: \\\"x\\\", n: -5, scope: NOTHING) { n } }\"}",
          "{\"query\": \"mutation { deleteRun(id: \\\"0000\\\") }\"}",
          "{\"query\": \"{ restartPlan(run: \\\"ffffffff\\\", from: \\\"send[3]\\\", version: 1) { nodes { node runs(first: 3) { why } } } }\"}",
          "{\"query\": \"mutation ($p: JSON) { restartRun(run: \\\"ffffffff\\\", parameters: $p) { id } }\", \"variables\": {\"p\": {\"a\": [1, null]}}}",
          "{\"query\": \"mutation { cancelRuns(where: {id: {_eq: \\\"none\\\"}}, expect: 0) { matched results(first: 2) { why } } }\"}",
          "{\"query\": \"mutation { deleteRuns(where: {id: {_in: []}}, expect: 0) { matched } }\"}",
          "{\"query\": \"mutation { restartRuns(where: {state: {_eq: Failed}}, expect: 0, from: \\\"all\\\") { left } }\"}",
          "{\"query\": \"mutation { createRun(flow: \\\"none\\\", name: \\\"x\\\", at: \\\"2030-01-01T00:00:00Z\\\", labels: {a: \\\"b\\\"}) { isNew } }\"}",
          "{\"query\": \"mutation { setFlowDefaults(flow: \\\"none\\\", parameters: {a: 1}, limit: 2) { limit } }\"}",
          "{\"query\": \"mutation { archiveFlow(flow: \\\"none\\\", archived: false) { archived } }\"}",
          "{\"query\": \"mutation { addSchedule(flow: \\\"none\\\", cron: \\\"30 8 * * MON-FRI\\\", zone: \\\"UTC\\\", overlap: SKIP) { id next(first: 2) } }\"}",
          "{\"query\": \"mutation { updateSchedule(schedule: \\\"none#12345\\\", every: \\\"PT1H\\\", dates: [\\\"2030-01-01T00:00:00Z\\\"]) { definition } }\"}",
          "{\"query\": \"mutation { a: deleteSchedule(schedule: \\\"x\\\") b: runScheduleNow(schedule: \\\"x\\\") { id } }\"}",
          "{\"query\": \"mutation { unskipOccurrence(schedule: \\\"x\\\", at: \\\"2030-01-01T00:00:00Z\\\") { skipped { at } } }\"}",
          "{\"query\": \"{ flows { nodes { name current { number package { sha256 } } defaults { parameters } schedules { id } archive { by } } } }\"}",
          "{\"query\": \"subscription { runChanged(id: \\\"ffffffff\\\") { state } }\"}",
          "{\"query\": \"subscription { logLines(run: \\\"ffffffff\\\", node: \\\"a\\\", index: 1, level: \\\"INFO\\\") { text } }\"}");
  private static final List<String> PARTS =
      List.of(
          "{",
          "}",
          "\"",
          "\\\"",
          "\\u0000",
          "null",
          "[",
          "]",
          "(",
          ")",
          "$",
          "...",
          "query",
          "mutation",
          "fragment a on Run { ...a }",
          "-9223372036854775809",
          "1e400",
          "\u0000",
          "\ud83d\ude00",
          ", first: 999999999",
          "where: {_not: {_not: {}}}",
          "@skip(if: true)",
          "{a:{a:{a:{a:{a:{a:{a:{a:{a:{a:{a:{a:{a:1}}}}}}}}}}}}}",
          "\n",
          "#",
          "\ufeff");

  /** The number of broken requests of GraphQL; with the others, more than 5,000 in all. */
  private static final int REQUESTS = 4_650;

  /** The number of them after which all code has run, and all that is kept once is kept. */
  private static final int FIRST = 1_000;

  private static final int DROPPED = 100;

  /** Far less than it would be if 2 KB of each request were kept, in bytes. */
  private static final long MOST_GROWTH = 8L << 20;

  @TempDir private Path folder;

  private static String broken(Random random) {
    StringBuilder text = new StringBuilder(GOOD.get(random.nextInt(GOOD.size())));
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && !text.isEmpty(); i++) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(5)) {
        case 0 -> text.setLength(at);
        case 1 -> text.deleteCharAt(at);
        case 2 -> text.insert(at, PARTS.get(random.nextInt(PARTS.size())));
        case 3 -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
        default -> text.insert(at, text.substring(at, Math.min(text.length(), at + 30)));
      }
    }
    return text.toString();
  }

  @Test
  void broken_requests_get_no_5xx_write_nothing_and_leave_nothing_in_memory() throws Exception {
    Path home = folder.resolve("home");
    try (TestServer server = TestServer.at(home, new StoreLocation.Home(home), TestServer.SHORT)) {
      Random random = new Random(7);
      checkGraphQl(server, random, FIRST);
      checkOthers(server);
      endDropped(server, home);
      Map<String, List<String>> written = Footprint.tables(new StoreLocation.Home(home));
      long heap = Footprint.heap();
      // The client repeats only reads if the server has closed its idle connection.
      assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
      checkGraphQl(server, random, REQUESTS - FIRST);
      checkOthers(server);
      assertThat(Footprint.tables(new StoreLocation.Home(home))).isEqualTo(written);
      endDropped(server, home);
      assertThat(Footprint.heap() - heap).as("growth of the heap").isLessThan(MOST_GROWTH);
      assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
    }
  }

  private static void checkGraphQl(TestServer server, Random random, int requests) {
    for (int i = 0; i < requests; i++) {
      String body = broken(random);
      HttpResponse<String> response =
          server.post(i % 5 == 0 ? "/graphql/stream" : "/graphql", body);
      assertThat(response.statusCode()).as(body).isLessThan(500);
      assertThat(response.body())
          .as(body)
          .doesNotContain("INTERNAL", "Exception", "SELECT", "\tat ");
    }
  }

  private static void checkOthers(TestServer server) throws IOException {
    for (String odd : odd()) {
      HttpResponse<String> response = server.post("/graphql", odd);
      assertThat(response.statusCode()).isLessThan(500);
      assertThat(response.body()).doesNotContain("INTERNAL");
    }
    checkRaw(server);
    checkTopics(server);
    checkDropped(server);
  }

  /** Begins subscriptions, uploads and waits for news, and hangs up. */
  private static void checkDropped(TestServer server) throws IOException {
    String subscription = "{\"query\": \"subscription { runsChanged { id } }\"}";
    String piece = "x".repeat(50_000);
    for (int i = 0; i < DROPPED; i++) {
      drop(server, "POST /graphql/stream", "text/event-stream", subscription, 0);
      drop(
          server,
          "PUT /api/packages/uploads/pieces/" + "a".repeat(64),
          "*/*",
          piece,
          piece.length() / 2);
      drop(
          server,
          "GET /api/workers/%s/changes?waitMs=20000".formatted(new UUID(0, i)),
          "*/*",
          "",
          0);
      drop(server, "PUT /api/runners/" + new UUID(0, i), "*/*", "{\"hello\": 1}", 3);
    }
  }

  /** Makes runs until all streams that were dropped have noticed, as they cannot tell of them. */
  private static void endDropped(TestServer server, Path home) {
    try (PraetorEngine engine = Praetor.open(Home.of(home))) {
      await()
          .until(() -> {
            engine.run(SomeFlows.greeting());
            return server.server.streams() == 0;
          });
    }
  }

  /** Sends a request without the end of its body, and hangs up as soon as the answer begins. */
  private static void drop(
      TestServer server, String request, String accepts, String body, int missing)
      throws IOException {
    String head =
        "%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nAccept: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(request, server.key, accepts, body.length());
    try (Socket socket = server.connect()) {
      socket.setSoTimeout(30_000);
      String sent = head + body.substring(0, body.length() - missing);
      socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
      if (missing == 0 && !request.contains("waitMs")) {
        byte[] status = socket.getInputStream().readNBytes(12);
        assertThat(new String(status, StandardCharsets.ISO_8859_1)).startsWith("HTTP/1.1 ");
      }
    }
  }

  private static List<String> odd() {
    List<String> odd =
        new ArrayList<>(List.of("", "[]", "null", "1", "\"query\"", "{}", "{\"query\": 1}"));
    odd.add("{\"query\": \"{ server { version } }\", \"variables\": []}");
    odd.add("{\"query\": \"{ server { version } }\", \"operationName\": 5}");
    odd.add("{\"query\": \"{ server { version } }\", \"operationName\": \"none\"}");
    odd.add("[".repeat(50_000));
    odd.add("{\"query\": \"" + "{a".repeat(20_000) + "\"}");
    odd.add("{\"query\": \"{ " + "server { version } ".repeat(4_000) + "}\"}");
    StringBuilder aliases = new StringBuilder("{\"query\": \"{ ");
    for (int i = 0; i < 2_000; i++) {
      aliases.append("a").append(i).append(": runs(first: 1000) { nodes { id } } ");
    }
    odd.add(aliases.append("}\"}").toString());
    odd.add(
        "{\"query\": \"{ runs(where: "
            + "{_not: ".repeat(300)
            + "{}"
            + "}".repeat(300)
            + ") { nodes { id } } }\"}");
    odd.add(
        "{\"query\": \"query ($w: RunFilter) { runs(where: $w) { nodes { id } } }\", \"variables\": {\"w\": "
            + "{\"_not\": ".repeat(400)
            + "{}"
            + "}".repeat(400)
            + "}}");
    return odd;
  }

  /** Opens streams of broken topics, after broken events. */
  private static void checkTopics(TestServer server) throws IOException {
    Random random = new Random(9);
    for (int i = 0; i < 300; i++) {
      StringBuilder topics = new StringBuilder("runs,run:ffffffff,schedules");
      for (int n = random.nextInt(4); n >= 0; n--) {
        topics.setCharAt(random.nextInt(topics.length()), (char) (33 + random.nextInt(94)));
      }
      String request =
          "GET /api/stream?topics=%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nLast-Event-ID: %s\r\n\r\n"
              .formatted(topics, server.key, "-9".repeat(random.nextInt(200)));
      try (Socket socket = server.connect()) {
        socket.setSoTimeout(30_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        byte[] status = socket.getInputStream().readNBytes(12);
        assertThat(new String(status, StandardCharsets.ISO_8859_1))
            .as("%s", topics)
            .startsWith("HTTP/1.1 ")
            .doesNotStartWith("HTTP/1.1 5");
      }
    }
    await().until(() -> server.server.streams() == 0);
  }

  private static void checkRaw(TestServer server) throws IOException {
    Random random = new Random(8);
    for (int i = 0; i < 40; i++) {
      String body = GOOD.get(random.nextInt(GOOD.size()));
      byte[] bytes =
          "POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(server.key, body.length(), body)
              .getBytes(StandardCharsets.UTF_8);
      int at = random.nextInt(bytes.length);
      if (i % 2 == 0) {
        bytes = Arrays.copyOf(bytes, at);
      } else {
        bytes[at] = (byte) random.nextInt(256);
      }
      assertThat(server.cut(bytes)).doesNotStartWith("HTTP/1.1 5").doesNotContain("INTERNAL");
    }
  }
}
