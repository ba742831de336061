package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.store.access.Role;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A key of a project hears nothing of other projects and of the whole server. */
@ParameterizedClass
@EnumSource
@Tag("database")
class ProjectStreamsTest extends TwoProjects {
  ProjectStreamsTest(Stores kind) {
    super(kind);
  }

  private void stream(String key, String topics, String lastEvent, Consumer<Iterator<String>> test)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.server.url() + "/api/stream?topics=" + topics))
            .header("Authorization", "Bearer " + key);
    if (!lastEvent.isEmpty()) {
      request.header("Last-Event-ID", lastEvent);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<Stream<String>> response =
          client.send(request.GET().build(), HttpResponse.BodyHandlers.ofLines());
      assertThat(response.statusCode()).isEqualTo(200);
      test.accept(response.body().iterator());
      client.shutdownNow();
    }
  }

  /** Returns the next line of a stream that begins with a text. */
  private static String next(Iterator<String> lines, String begin) {
    String line = lines.next();
    while (!line.startsWith(begin)) {
      line = lines.next();
    }
    return line.substring(begin.length());
  }

  @Test
  void a_stream_tells_of_the_own_project_only_and_its_ids_count_nothing_else() throws Exception {
    String viewer = key(Role.VIEWER, "acme");
    stream(
        viewer,
        "runs,schedules,events",
        "",
        lines -> {
          assertThat(lines.next()).isEqualTo("event: ready");
          String stretch = next(lines, "id: ").replaceAll("-0$", "");
          server.query(
              "mutation { pauseSchedule(schedule: \"" + schedule + "\", why: \"x\") { id } }");
          made("createRun(flow: \"labmark/labmark-flow\")");
          server.query("mutation { setPool(name: \"default\", limit: 7) { name } }");
          String own = made("createRun(flow: \"acme/plain\")");
          assertThat(next(lines, "event: ")).isEqualTo("changed");
          assertThat(next(lines, "id: ")).isEqualTo(stretch + "-1");
          JsonNode data = JsonMapper.shared().readTree(next(lines, "data: "));
          assertThat(data.path("topics").toString()).isEqualTo("[\"runs\"]");
          assertThat(data.path("runs").toString()).isEqualTo("[\"" + own + "\"]");
          assertThat(data.path("more").asBoolean()).isFalse();
        });
  }

  @Test
  void a_stream_of_a_project_that_is_opened_again_says_that_it_begins_anew() throws Exception {
    String viewer = key(Role.VIEWER, "acme");
    stream(
        viewer,
        "runs",
        "",
        lines -> {
          String id = next(lines, "id: ");
          made("createRun(flow: \"acme/plain\")");
          try {
            stream(viewer, "runs", id, again -> assertThat(again.next()).isEqualTo("event: reset"));
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void the_topic_of_workers_is_refused_to_a_key_of_a_project() {
    String viewer = key(Role.VIEWER, "acme");
    for (String topics : List.of("workers", "runs,workers")) {
      HttpResponse<String> answer = send(viewer, "GET", "/api/stream?topics=" + topics, "");
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(TestServer.json(answer).at("/error/message").asString())
          .contains("the topic 'workers' is about the whole server", "is limited to");
    }
  }

  @Test
  void events_of_the_whole_server_are_not_seen_and_those_of_own_runs_are() throws Exception {
    server.query("mutation { setPool(name: \"default\", limit: 7) { name } }");
    server.query("mutation { setPool(name: \"default\", paused: true) { name } }");
    String viewer = key(Role.VIEWER, "acme");
    assertThat(events(server.key, "{kind: {_eq: \"POOL_PAUSED\"}}")).isEqualTo(1);
    assertThat(events(viewer, "{kind: {_eq: \"POOL_PAUSED\"}}")).isZero();
    assertThat(events(viewer, "{pool: {_isNull: false}}")).isZero();
    assertThat(events(viewer, "{kind: {_eq: \"FLOW_REGISTERED\"}}")).isEqualTo(1);
  }

  private int events(String key, String where) {
    JsonNode answer = ask(key, "{ events(where: " + where + ") { count { n } } }");
    return answer.at("/data/events/count/n").asInt(-1);
  }

  @Test
  void a_worker_has_as_many_runs_as_the_caller_sees() throws Exception {
    String own = made("createRun(flow: \"acme/plain\")");
    Footprint.change(
        location,
        List.of(
            "INSERT INTO worker (id, name, pools, labels, slots, version, host, pid, boot, space,"
                + " ticks, started, heartbeat) VALUES ('w', 'far', '[\"default\"]', '[]', 9, '1',"
                + " 'host', 1, '', '', 0, 0, "
                + System.currentTimeMillis()
                + "000)",
            "INSERT INTO runner (process, worker, pid) VALUES ('p', 'w', 1)",
            "UPDATE flow_run SET state = 'Running', owner = 'p' WHERE id IN ('"
                + own
                + "', '"
                + waiting
                + "')"));
    String query = "{ run(id: \"" + own + "\") { worker { name running runs { count { n } } } } }";
    assertThat(ask(server.key, query).at("/data/run/worker/running").asInt()).isEqualTo(2);
    assertThat(ask(key(Role.VIEWER, "acme"), query).at("/data/run/worker").toString())
        .isEqualTo("{\"name\":\"far\",\"running\":1,\"runs\":{\"count\":{\"n\":1}}}");
  }
}
