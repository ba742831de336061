package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Task;
import dev.praetor.engine.CurrentTask;
import dev.praetor.server.http.HttpLimits;
import dev.praetor.store.db.ProcessId;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerOffer;
import dev.praetor.store.model.WorkerRunner;
import dev.praetor.store.worker.NewWorker;
import dev.praetor.store.worker.Workers;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Streams of events about what happens at a server. */
@ParameterizedClass
@EnumSource
@Tag("database")
class LiveTest {
  private static final int PATIENCE = 30;
  private final Stores kind;
  private final CountDownLatch let = new CountDownLatch(1);
  private final List<Events> open = new ArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  @TempDir private Path folder;
  private TestServer server;
  private Registered registered;

  LiveTest(Stores kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws IOException {
    Path home = folder.resolve("home");
    Stores.Fresh fresh = kind.fresh(home);
    server = TestServer.at(home, fresh.location(), HttpLimits.DEFAULT);
    registered = new Registered(fresh.location());
    registered.register(flow(), "one");
  }

  @AfterEach
  void stop() throws Exception {
    let.countDown();
    registered.close();
    open.forEach(Events::close);
    client.shutdownNow();
    server.close();
  }

  private Flow<String> flow() {
    return Flow.define(
        "held",
        flow ->
            Task.of(
                    "hold",
                    String.class,
                    () -> {
                      CurrentTask.log(Instant.now(), "INFO", "held", () -> "begins");
                      let.await();
                      CurrentTask.log(Instant.now(), "WARN", "held", () -> "ends");
                      return "done";
                    })
                .call());
  }

  private String create() {
    return server
        .query("mutation { createRun(flow: \"held\") { id } }")
        .at("/createRun/id")
        .asString();
  }

  /** An event as it arrives. */
  private record Event(String name, String id, String data) {
    JsonNode json() {
      return JsonMapper.shared().readTree(data);
    }
  }

  /** A stream of events, read by a thread of its own. */
  private static final class Events {
    private final BlockingQueue<Event> arrived = new LinkedBlockingQueue<>();
    private final Stream<String> lines;

    Events(Stream<String> lines) {
      this.lines = lines;
      var _ = Thread.ofVirtual().start(this::read);
    }

    private void read() {
      String name = "";
      String id = "";
      StringBuilder data = new StringBuilder();
      try {
        for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
          String line = each.next();
          if (line.startsWith("event: ")) {
            name = line.substring(7);
          } else if (line.startsWith("id: ")) {
            id = line.substring(4);
          } else if (line.startsWith("data: ")) {
            data.append(line.substring(6));
          } else if (line.isEmpty() && !name.isEmpty()) {
            arrived.add(new Event(name, id, data.toString()));
            name = "";
            data.setLength(0);
          }
        }
      } catch (RuntimeException e) {
        arrived.add(new Event("broken", "", String.valueOf(e)));
        return;
      }
      arrived.add(new Event("end", "", ""));
    }

    Event next() throws InterruptedException {
      Event event = arrived.poll(PATIENCE, TimeUnit.SECONDS);
      assertThat(event).as("an event within %d s", PATIENCE).isNotNull();
      return event;
    }

    Event next(String name) throws InterruptedException {
      Event event = next();
      assertThat(event.name()).as("%s", event).isEqualTo(name);
      return event;
    }

    void close() {
      lines.close();
    }
  }

  private Events events(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<Stream<String>> response = client.send(request, BodyHandlers.ofLines());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    Events events = new Events(response.body());
    open.add(events);
    return events;
  }

  private Events topics(String topics, String lastEvent) throws IOException, InterruptedException {
    HttpRequest.Builder request = server.request("/api/stream?topics=" + topics);
    return events(
        (lastEvent.isEmpty() ? request : request.header("Last-Event-ID", lastEvent)).GET().build());
  }

  private Events subscribe(String query) throws IOException, InterruptedException {
    return events(
        server
            .request("/graphql/stream")
            .POST(
                BodyPublishers.ofString(
                    JsonMapper.shared().writeValueAsString(Map.of("query", query))))
            .build());
  }

  @Test
  void changes_of_runs_arrive_as_events_and_go_on_after_the_last_that_was_seen() throws Exception {
    Events all = topics("runs,schedules", "");
    all.next("ready");
    String run = create();
    Event made = all.next("changed");
    assertThat(made.json().path("topics").toString()).isEqualTo("[\"runs\"]");
    assertThat(made.json().path("runs").toString()).isEqualTo("[\"" + run + "\"]");
    all.close();
    Events one = topics("run:" + run.substring(0, 13), "");
    one.next("ready");
    registered.serve(flow(), "one");
    assertThat(one.next("changed").json().path("topics").toString())
        .isEqualTo("[\"run:" + run + "\"]");
    let.countDown();
    Events again = topics("runs", made.id());
    again.next("resumed");
    assertThat(again.next("changed").json().path("runs").toString()).contains(run);
    topics("runs", "other-1").next("reset");
  }

  @Test
  void a_schedule_that_is_added_and_a_process_that_comes_are_told() throws Exception {
    Events all = topics("schedules,workers", "");
    all.next("ready");
    var _ = server.query("mutation { addSchedule(flow: \"held\", cron: \"@daily\") { id } }");
    assertThat(all.next("changed").json().path("topics").toString()).contains("schedules");
    registered.serve(flow(), "one");
    assertThat(all.next("changed").json().path("topics").toString()).contains("workers");
  }

  @Test
  void a_subscription_to_a_run_begins_with_its_state_and_ends_with_it() throws Exception {
    String run = create();
    Events events =
        subscribe("subscription { runChanged(id: \"" + run + "\") { id state flow { name } } }");
    JsonNode first = events.next("next").json().at("/data/runChanged");
    assertThat(first.path("state").asString()).isEqualTo("Queued");
    assertThat(first.at("/flow/name").asString()).isEqualTo("held");
    registered.serve(flow(), "one");
    let.countDown();
    List<String> states = new ArrayList<>();
    Event event = events.next();
    while (event.name().equals("next")) {
      states.add(event.json().at("/data/runChanged/state").asString());
      event = events.next();
    }
    assertThat(event.name()).isEqualTo("complete");
    assertThat(states.getLast()).isEqualTo("Success");
    events.next("end");
  }

  @Test
  void a_subscription_to_runs_tells_those_that_match() throws Exception {
    String before = create();
    Events events =
        subscribe("subscription { runsChanged(where: {state: {_eq: Queued}}) { id state } }");
    assertThat(events.next("next").json().at("/data/runsChanged/id").asString()).isEqualTo(before);
    String after = create();
    assertThat(events.next("next").json().at("/data/runsChanged/id").asString()).isEqualTo(after);
  }

  @Test
  void a_subscription_to_workers_tells_of_each_that_begins_changes_or_ends() throws Exception {
    WorkerOffer offer = new WorkerOffer(List.of("default"), List.of("gpu"), 4);
    Workers workers = registered.store().workers();
    String _ = workers.add(worker("w-1", offer));
    Events events = subscribe("subscription { workersChanged { id state slots runners { pid } } }");
    assertThat(worker(events)).isEqualTo("w-1 RUNNING 0");
    Events topics = topics("workers", "");
    topics.next("ready");
    String _ = workers.add(worker("w-2", offer));
    assertThat(worker(events)).isEqualTo("w-2 RUNNING 0");
    assertThat(topics.next("changed").json().path("topics").toString()).contains("workers");
    var _ =
        workers.report(
            "w-1",
            new StoredWorker.Report(
                List.of(new WorkerRunner("c0de", 77, Instant.EPOCH, false)), List.of()));
    assertThat(worker(events)).isEqualTo("w-1 RUNNING 1");
    var _ = server.query("mutation { drainWorker(id: \"w-1\") { id } }");
    assertThat(worker(events)).isEqualTo("w-1 DRAINING 1");
    workers.end("w-1");
    assertThat(worker(events)).startsWith("w-1 ENDED");
  }

  private static NewWorker worker(String id, WorkerOffer offer) {
    return new NewWorker(id, id, offer, ProcessId.current(), "1.2", false);
  }

  private static String worker(Events events) throws InterruptedException {
    JsonNode worker = events.next("next").json().at("/data/workersChanged");
    return worker.path("id").asString()
        + " "
        + worker.path("state").asString()
        + " "
        + worker.path("runners").size();
  }

  @Test
  void a_subscription_to_a_log_gives_each_line_once_and_ends_with_the_run() throws Exception {
    String run = create();
    Events all = subscribe("subscription { logLines(run: \"" + run + "\") { text level } }");
    Events severe =
        subscribe(
            "subscription { logLines(run: \""
                + run
                + "\", node: \"hold\", level: \"warn\") { text } }");
    registered.serve(flow(), "one");
    assertThat(all.next("next").json().at("/data/logLines/text").asString()).isEqualTo("begins");
    let.countDown();
    assertThat(all.next("next").json().at("/data/logLines/text").asString()).isEqualTo("ends");
    assertThat(severe.next("next").json().at("/data/logLines/text").asString()).isEqualTo("ends");
    all.next("complete");
    severe.next("complete");
  }

  @Test
  void other_operations_and_wrong_ones_give_one_answer() throws Exception {
    Events query = subscribe("{ server { version } }");
    assertThat(query.next("next").json().at("/data/server/version").asString()).isEqualTo("test");
    query.next("complete");
    for (String wrong :
        List.of(
            "subscription { runChanged(id: \"ffffffff\") { id } }",
            "subscription { runChanged(id: \"x\") { id } }",
            "subscription { logLines(run: \"ffffffff\", index: 3) { id } }",
            "subscription { runsChanged(where: {nothing: 1}) { id } }",
            "subscription { runsChanged @skip(if: true) { id } }",
            "subscription { a: runsChanged { id } b: runsChanged { id } }",
            "subscription {")) {
      Events events = subscribe(wrong);
      assertThat(events.next("next").json().path("errors").size()).as(wrong).isPositive();
      events.next("complete");
    }
    assertThat(server.code("subscription { runsChanged { id } }")).isEqualTo("BAD_REQUEST");
  }

  @Test
  void streams_end_when_the_server_does() throws Exception {
    Events events = topics("runs", "");
    events.next("ready");
    Events subscription = subscribe("subscription { runsChanged { id } }");
    String run = create();
    assertThat(subscription.next("next").json().at("/data/runsChanged/id").asString())
        .isEqualTo(run);
    Instant began = Instant.now();
    server.server.close();
    assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(4));
    Event last = events.next();
    while (last.name().equals("changed")) {
      last = events.next();
    }
    assertThat(last.name()).isIn("end", "broken");
  }

  @Test
  void new_events_are_a_topic() throws Exception {
    Events all = topics("events", "");
    all.next("ready");
    JsonNode _ = server.query("mutation { setLimit(name: \"db\", n: 3) { n } }");
    assertThat(all.next("changed").json().toString()).isEqualTo("{\"topics\":[\"events\"]}");
    all.close();
  }

  @Test
  void wrong_topics_are_refused() {
    for (String wrong :
        List.of("", "?topics=", "?topics=nothing", "?topics=runs&x=1", "?topics=runs,")) {
      assertThat(server.get("/api/stream" + wrong).statusCode()).as(wrong).isEqualTo(400);
    }
    assertThat(server.get("/api/stream?topics=run:ffffffff").statusCode()).isEqualTo(404);
    assertThat(server.get("/api/stream?topics=" + "runs,".repeat(200)).statusCode()).isEqualTo(400);
    assertThat(server.get("/graphql/stream").statusCode()).isEqualTo(405);
    assertThat(server.post("/graphql/stream", "[]").statusCode()).isEqualTo(400);
  }
}
