package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The requests of workers, also of such that are none. */
class WorkerRequestsTest {
  private static final String ID = "0198f3a2-0000-4000-8000-000000000001";
  private static final String PLACE = "/api/workers/" + ID;
  private static final String JOIN =
      """
      {"name": "far", "version": "test", "pools": ["default"], "labels": [], "slots": 3, "drains": false,
       "host": "there", "pid": 7}
      """;

  @TempDir private Path folder;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.at(folder.resolve("home"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> put(String path, String body) {
    return server.send(server.request(path).PUT(BodyPublishers.ofString(body)).build());
  }

  private JsonNode answer(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return TestServer.json(response);
  }

  private void refused(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isBetween(400, 499);
    assertThat(TestServer.json(response).path("error").path("message").asString()).isNotBlank();
    assertThat(server.query("{ workers { nodes { id } } }").path("workers").path("nodes").size())
        .isZero();
  }

  @Test
  void a_worker_joins_reports_and_leaves() {
    assertThat(answer(put(PLACE, JOIN)).path("name").asString()).isEqualTo("far");
    JsonNode orders = answer(server.post(PLACE + "/report", "{\"runners\": [], \"log\": [\"x\"]}"));
    assertThat(orders.path("known").asBoolean()).isTrue();
    assertThat(orders.path("drains").asBoolean()).isFalse();
    assertThat(orders.path("needed").isEmpty()).isTrue();
    String change = answer(server.get(PLACE + "/changes")).path("change").asString();
    JsonNode _ = answer(server.post(PLACE + "/drain", "{}"));
    assertThat(
            answer(server.get(PLACE + "/changes?waitMs=20000&seen=" + change))
                .path("change")
                .asString())
        .isNotEqualTo(change);
    assertThat(
            answer(server.post(PLACE + "/report", "{\"runners\": [], \"log\": []}"))
                .path("drains")
                .asBoolean())
        .isTrue();
    JsonNode _ = answer(server.send(server.request(PLACE).DELETE().build()));
    assertThat(
            answer(server.post(PLACE + "/report", "{\"runners\": [], \"log\": []}"))
                .path("known")
                .asBoolean(true))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "\u0000",
        "{}",
        "{\"name\": 3}",
        "\"far\"",
        "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]"
      })
  void a_body_that_is_no_worker_is_refused(String body) {
    refused(put(PLACE, body));
    refused(server.post(PLACE + "/report", body));
  }

  @Test
  void each_member_is_checked() {
    for (List<String> wrong :
        List.of(
            List.of("\"far\"", "\"\""),
            List.of("\"far\"", "\"" + "x".repeat(1_001) + "\""),
            List.of("[\"default\"]", "[]"),
            List.of("[\"default\"]", "[\"a b\"]"),
            List.of("[\"default\"]", "[3]"),
            List.of("[\"default\"]", "{}"),
            List.of("\"labels\": []", "\"labels\": [\"a|b\"]"),
            List.of("\"slots\": 3", "\"slots\": 0"),
            List.of("\"slots\": 3", "\"slots\": 1e99"),
            List.of("\"slots\": 3", "\"slots\": \"3\""),
            List.of("\"pid\": 7", "\"pid\": -1"),
            List.of("\"version\": \"test\"", "\"version\": \"0.1.0\""),
            List.of("\"drains\": false", "\"drains\": \"no\""))) {
      refused(put(PLACE, JOIN.replace(wrong.get(0), wrong.get(1))));
    }
    for (String runner :
        List.of(
            "{}",
            "3",
            "{\"code\": \"x\", \"pid\": 1, \"started\": \"2026-01-01T00:00:00Z\", \"isolated\": false}",
            "{\"code\": \"%s\", \"pid\": 1, \"started\": \"now\", \"isolated\": false}"
                .formatted("a".repeat(64)))) {
      refused(server.post(PLACE + "/report", "{\"runners\": [%s], \"log\": []}".formatted(runner)));
    }
    refused(
        server.post(
            PLACE + "/report", "{\"runners\": [], \"log\": [\"%s\"]}".formatted("x".repeat(601))));
    refused(
        server.post(
            PLACE + "/report",
            "{\"runners\": [], \"log\": [%s\"x\"]}".formatted("\"x\",".repeat(200))));
  }

  @Test
  void ids_and_options_are_checked() {
    for (String id : List.of("7", "none", "..", "%00", ID + "0", "x".repeat(300))) {
      refused(put("/api/workers/" + id, JOIN));
    }
    for (String options :
        List.of("?waitMs=-1", "?waitMs=99999999", "?waitMs=x", "?unknown=1", "?waitMs=20001")) {
      refused(server.get(PLACE + "/changes" + options));
    }
    refused(server.post(PLACE + "/drain", "{}"));
    assertThat(put(PLACE + "?x=1", JOIN).statusCode()).isEqualTo(400);
  }
}
