package dev.praetor.client;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.praetor.ErrorCode;
import dev.praetor.Failure;
import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.TaskPath;
import dev.praetor.client.model.FlowInfo;
import dev.praetor.client.model.LimitInfo;
import dev.praetor.client.model.RunInfo;
import dev.praetor.client.model.RunOwner;
import dev.praetor.client.model.TaskRunInfo;
import dev.praetor.embedded.Home;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.server.PraetorServer;
import dev.praetor.server.ServerOptions;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client against a real server. */
class PraetorClientTest {
  @TempDir private Path home;
  private PraetorEngine engine;
  private PraetorServer server;
  private PraetorClient client;

  @BeforeEach
  void start() throws IOException {
    engine = Praetor.open(Home.of(home));
    server =
        PraetorServer.start(
            new ServerOptions(
                home, new StoreLocation.Home(home), "127.0.0.1", 0, Duration.ofSeconds(5), "test"),
            List.of(),
            InstantSource.system());
    client = PraetorClient.at(server.url(), Files.readString(PraetorServer.keyFile(home)).strip());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
    engine.close();
  }

  private static Flow<String> greeting() {
    return Flow.define(
        "greeting",
        flow ->
            Task.of("greet", String.class, (String name) -> "Hello " + name)
                .call(flow.parameter("name", "World")));
  }

  private static int half(int n) {
    if (n % 2 == 1) {
      throw new IllegalStateException("odd: " + n, new IOException("the cause"));
    }
    return n / 2;
  }

  private static Flow<?> halves() {
    return Flow.define(
        "halves",
        flow -> Task.of(PraetorClientTest::half).map(each(value(List.of(1, 2, 3, 4)))).collect());
  }

  private static Flow<String> release() {
    return Flow.define(
        "release",
        flow ->
            Task.of("ship", String.class, () -> "shipped").call().after(flow.approval("Ship it?")));
  }

  private static void checkRefused(ErrorCode code, String server, ThrowingCallable call) {
    assertThatExceptionOfType(ServerRefused.class)
        .isThrownBy(call)
        .satisfies(refused -> {
          assertThat(refused.code()).isEqualTo(code);
          assertThat(refused.serverCode()).isEqualTo(server);
          assertThat(refused.getMessage()).isNotBlank();
        });
  }

  private static String read(InputStream stream) throws IOException {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void runs_are_listed_page_by_page_with_filters_and_orders() {
    for (int i = 0; i < 5; i++) {
      engine.run(greeting(), Praetor.with("name", "n" + i));
    }
    engine.run(halves());
    Filter greetings = Filter.is("flow.name", "greeting");
    Page<RunInfo> page = client.runs().page(Listing.where(greetings).withFirst(2));
    assertThat(page.nodes()).hasSize(2);
    assertThat(page.hasNextPage()).isTrue();
    assertThat(client.runs().all(Listing.where(greetings).withFirst(2)))
        .extracting(run -> run.input().parameters().path("name").asString())
        .containsExactly("n4", "n3", "n2", "n1", "n0");
    assertThat(client.runs().all(Listing.where(greetings).orderedBy("created")))
        .extracting(run -> run.input().parameters().path("name").asString())
        .startsWith("n0", "n1");
    Filter failed = Filter.in("state", List.of(StateType.FAILED));
    assertThat(client.runs().all(Listing.where(failed)))
        .extracting(RunInfo::flow)
        .containsExactly("halves");
    assertThat(client.runs().all(Listing.where(failed.or(greetings)))).hasSize(6);
    assertThat(client.runs().all(Listing.where(failed.and(greetings)))).isEmpty();
    assertThat(client.runs().all(Listing.where(failed.not()))).hasSize(5);
  }

  @Test
  void a_run_tells_everything_about_itself() {
    RunId id = engine.run(greeting(), Praetor.with("name", "Ann")).id();
    RunInfo run = client.runs().find(id).orElseThrow();
    assertThat(run.state()).isInstanceOf(State.Success.class);
    assertThat(run.history()).extracting(each -> each.state().name()).contains("Running");
    assertThat(run.code().version()).isPresent();
    assertThat(run.times().ended()).isPresent();
    assertThat(run.owner().life()).isEqualTo(RunOwner.Life.ALIVE);
    assertThat(run.isLost()).isFalse();
    assertThat(client.runs().find(id.toString().substring(0, 18))).contains(run);
    assertThat(client.runs().find("ffffffff")).isEmpty();
    String version = run.code().version().orElseThrow();
    assertThat(client.flows().version(version).orElseThrow().graph().path("name").asString())
        .isEqualTo("greeting");
  }

  @Test
  void task_runs_have_their_failures_with_all_causes() {
    RunId id = engine.run(halves()).id();
    TaskRunInfo failed = client.runs().taskRun(id, TaskPath.parse("half[0]")).orElseThrow();
    assertThat(failed.state()).isInstanceOf(State.Failed.class);
    Failure failure = failed.failure().orElseThrow();
    assertThat(failure.message()).isEqualTo("odd: 1");
    assertThat(failure.cause().map(Failure::message)).contains("the cause");
    TaskRunInfo good = client.runs().taskRun(id, TaskPath.parse("half[1]")).orElseThrow();
    assertThat(good.result().value().map(value -> value.asInt(0))).contains(1);
    assertThat(client.runs().children(id, TaskPath.parse("half")))
        .isEqualTo(Map.of(StateType.SUCCESS, 2, StateType.FAILED, 2));
    Filter ofRun = Filter.is("run.id", id).and(Filter.is("node", "half"));
    assertThat(client.everyTaskRun(Listing.where(ofRun).orderedBy("index").withFirst(2)))
        .extracting(TaskRunInfo::index)
        .containsExactly(-1, 0, 1, 2, 3);
  }

  @Test
  void files_of_a_run_are_downloaded() throws IOException {
    RunId id = engine.run(greeting()).id();
    assertThat(read(client.runs().result(id, TaskPath.parse("greet"))))
        .isEqualTo("\"Hello World\"");
    assertThat(read(client.runs().document(id))).contains("\"taskRuns\"");
    assertThat(read(client.runs().log(id))).isEmpty();
    checkRefused(
        ErrorCode.NOT_FOUND, "NOT_FOUND", () -> client.runs().result(id, TaskPath.parse("none")));
  }

  @Test
  void a_run_is_approved_and_its_end_awaited() throws Exception {
    RunId id = engine.start(release()).id();
    assertThat(client.runs().awaitEnd(id, Duration.ofMillis(60))).isEmpty();
    TaskPath approval = TaskPath.parse("approval");
    awaitPaused(id, approval);
    assertThat(client.runs().find(id).orElseThrow().state().message()).contains("approval");
    client.runs().approve(id, approval);
    assertThat(client.runs().awaitEnd(id, Duration.ofSeconds(30)).orElseThrow().state())
        .isInstanceOf(State.Success.class);
    checkRefused(ErrorCode.CONFLICT, "CONFLICT", () -> client.runs().approve(id, approval));
  }

  private void awaitPaused(RunId id, TaskPath path) throws InterruptedException {
    while (client
        .runs()
        .taskRun(id, path)
        .filter(row -> row.state() instanceof State.Paused)
        .isEmpty()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void runs_are_changed() {
    RunId id = engine.run(halves()).id();
    assertThat(client.runs().setState(id, StateType.SUCCESS, "by hand").state().message())
        .contains("by hand");
    assertThat(client.runs().deleteResults(id, TaskPath.parse("half[1]"))).isEqualTo(1);
    assertThat(client.runs().deleteResults(id)).isPositive();
    client.runs().delete(id);
    assertThat(client.runs().find(id)).isEmpty();
    checkRefused(ErrorCode.NOT_FOUND, "NOT_FOUND", () -> client.runs().delete(id));
    RunId other = engine.start(release()).id();
    assertThat(client.runs().pause(other, "wait").state()).isInstanceOf(State.Paused.class);
    assertThat(client.runs().resume(other, "go").state()).isNotInstanceOf(State.Success.class);
    assertThat(client.runs().cancel(other, "enough").state()).isInstanceOf(State.Cancelled.class);
  }

  @Test
  void task_runs_are_ended_by_hand() throws Exception {
    RunId id = engine.start(release()).id();
    TaskPath approval = TaskPath.parse("approval");
    awaitPaused(id, approval);
    client.runs().skip(id, TaskPath.parse("ship"), "not today");
    client.runs().approve(id, approval);
    assertThat(client.runs().awaitEnd(id, Duration.ofSeconds(30))).isPresent();
    assertThat(client.runs().taskRun(id, TaskPath.parse("ship")).orElseThrow().state().message())
        .contains("not today");
  }

  @Test
  void limits_are_set_listed_and_deleted() {
    assertThat(client.limits().set(LimitInfo.Scope.TAG, "db", 4).most()).isEqualTo(4);
    assertThat(client.limits().list()).extracting(LimitInfo::name).containsExactly("db");
    client.limits().delete(LimitInfo.Scope.TAG, "db");
    assertThat(client.limits().list()).isEmpty();
    checkRefused(
        ErrorCode.NOT_FOUND, "NOT_FOUND", () -> client.limits().delete(LimitInfo.Scope.TAG, "db"));
  }

  @Test
  void the_server_tells_its_version_health_and_schema() {
    assertThat(client.server().version()).isEqualTo("test");
    assertThat(client.health().ready()).isTrue();
    assertThat(client.health().checks()).extracting(Health.Check::name).contains("database");
    assertThat(client.schema()).contains("type Query {");
    assertThat(client.query("{ nothing }", Map.of()).path("errors")).isNotEmpty();
    assertThat(client.schedules().all(Listing.all())).isEmpty();
    engine.run(greeting());
    assertThat(client.flows().all(Listing.all()))
        .extracting(FlowInfo::name)
        .containsExactly("greeting");
    assertThat(client.flows().find("greeting")).isPresent();
    assertThat(client.flows().find("none")).isEmpty();
  }

  @Test
  void what_the_server_refuses_has_its_code() {
    try (PraetorClient stranger = PraetorClient.at(server.url(), "praetor_wrong")) {
      checkRefused(
          ErrorCode.BAD_REQUEST, "UNAUTHENTICATED", () -> stranger.runs().page(Listing.all()));
      assertThat(stranger.health().ready()).isTrue();
    }
    checkRefused(ErrorCode.NOT_FOUND, "NOT_FOUND", () -> client.runs().create(NewRun.of("none")));
    checkRefused(ErrorCode.BAD_REQUEST, "BAD_REQUEST", () -> client.runs().find("xyz!"));
    checkRefused(
        ErrorCode.BAD_REQUEST,
        "BAD_REQUEST",
        () -> client.runs().page(Listing.where(Filter.is("nothing", 1))));
    assertThat(
            client
                .query(
                    "{ runs(first: 1000) { nodes { taskRuns(first: 1000) { nodes { node } } } } }",
                    Map.of())
                .path("errors")
                .path(0)
                .path("extensions")
                .path("code")
                .asString())
        .isEqualTo("TOO_COSTLY");
  }
}
