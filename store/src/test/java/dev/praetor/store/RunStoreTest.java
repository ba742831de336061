package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Failure;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.PraetorException;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.TaskPath;
import dev.praetor.TaskRun;
import dev.praetor.Transition;
import dev.praetor.engine.Journal;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.engine.secret.Masker;
import dev.praetor.spi.SecretProvider;
import dev.praetor.store.json.JsonValues;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of recorded runs, on each database. */
@ParameterizedClass
@EnumSource
class RunStoreTest extends StoreTest {
  private final Greetings greetings = new Greetings();

  RunStoreTest(Databases databases) {
    super(databases);
  }

  private StoredTaskRun stored(RunId run, String node, int index) {
    return store.taskRuns(run, TaskRunFilter.all().withNode(node)).stream()
        .filter(each -> each.index() == index)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_recorded_run_is_read_back_unchanged_after_reopening() {
    Flow<String> flow = greetings.flow(unique());
    FlowResult<String> result = Flows.run(store, flow);
    reopen();
    StoredRun run = store.find(result.id()).orElseThrow();
    assertThat(run.state()).isInstanceOf(State.Success.class);
    assertThat(run.version()).contains(flow.spec().version());
    assertThat(store.spec(flow.spec().version())).contains(flow.spec().json());
    assertThat(run.origin()).isEqualTo(Flows.ORIGIN);
    assertThat(store.findByPrefix(result.id().toString().substring(0, 20)))
        .extracting(StoredRun::id)
        .contains(result.id());
    assertThat(store.findByPrefix(result.id().toString(), Optional.of(Set.of("default", "other"))))
        .hasSize(1);
    assertThat(store.findByPrefix(result.id().toString(), Optional.of(Set.of("other")))).isEmpty();
    assertThat(run.times().ended()).contains(micros(result.state().time()));
    assertThat(run.history())
        .extracting(t -> t.state().type())
        .containsExactly(StateType.PENDING, StateType.RUNNING, StateType.SUCCESS);
    assertSame(result.taskRun("people"), stored(result.id(), "people", -1), null);
    for (int i = 0; i < 3; i++) {
      StoredTaskRun child = stored(result.id(), "greet", i);
      assertSame(result.taskRun("greet", i), child, Greetings.Greeting.class);
      assertThat(child.started()).isPresent();
    }
    assertSame(result.taskRun("greet"), stored(result.id(), "greet", -1), null);
    assertSame(result.taskRun("all"), stored(result.id(), "all", -1), String.class);
    assertThat(store.counts(result.id(), "greet")).isEqualTo(Map.of(StateType.SUCCESS, 3));
  }

  @Test
  void a_failure_is_read_back_with_its_causes_and_its_attempts() {
    greetings.broken = true;
    Flow<String> flow = greetings.flow(unique());
    FlowResult<String> result = Flows.run(store, flow);
    reopen();
    StoredTaskRun failed = stored(result.id(), "greet", 1);
    assertThat(failed.attempts()).isEqualTo(2);
    assertThat(failed.label()).isEqualTo("Alan");
    assertThat(failed.failure().flatMap(Failure::cause).orElseThrow().message())
        .isEqualTo("the dictionary is closed \u0000");
    assertSame(result.taskRun("greet", 1), failed, null);
    assertThat(store.counts(result.id(), "greet"))
        .isEqualTo(Map.of(StateType.SUCCESS, 2, StateType.FAILED, 1));
    assertThat(store.find(result.id()).orElseThrow().state()).isInstanceOf(State.Failed.class);
    assertThat(store.taskRuns(result.id(), TaskRunFilter.all().withUnsuccessfulFirst()))
        .extracting(StoredTaskRun::node, StoredTaskRun::index)
        .startsWith(
            org.assertj.core.groups.Tuple.tuple("all", -1),
            org.assertj.core.groups.Tuple.tuple("greet", -1),
            org.assertj.core.groups.Tuple.tuple("greet", 1))
        .hasSize(6);
  }

  @Test
  void pages_of_unsuccessful_first_fit_together() {
    greetings.broken = true;
    RunId run = Flows.run(store, greetings.flow(unique())).id();
    TaskRunFilter filter = TaskRunFilter.all().withUnsuccessfulFirst();
    List<StoredTaskRun> paged = new ArrayList<>();
    List<StoredTaskRun> page = store.taskRuns(run, filter.withLimit(2));
    while (!page.isEmpty()) {
      paged.addAll(page);
      page = store.taskRuns(run, filter.withLimit(2).withAfter(page.getLast()));
    }
    assertThat(paged).isEqualTo(store.taskRuns(run, filter));
  }

  @Test
  void a_restart_runs_only_failed_task_runs_and_their_downstreams() {
    greetings.broken = true;
    Flow<String> flow = greetings.flow(unique());
    RunId failed = Flows.run(store, flow).id();
    reopen();
    greetings.broken = false;
    greetings.calls.set(0);
    FlowResult<String> again = restart(flow, failed);
    assertThat(again.value()).isEqualTo("[Ada, Alan, Grace]");
    assertThat(greetings.calls).hasValue(2);
    assertThat(again.taskRun("greet", 0).value())
        .isEqualTo(
            new Greetings.Greeting(new Greetings.Person("Ada", 36), List.of("hello", "Ada")));
    assertThat(stored(again.id(), "greet", 1).state()).isInstanceOf(State.Success.class);
  }

  private String unlessBroken(boolean there) {
    if (greetings.broken) {
      throw new IllegalStateException("broken");
    }
    return "well";
  }

  @Test
  void a_value_that_was_not_recorded_is_also_missing_in_runs_that_reuse_its_task_run() {
    greetings.broken = true;
    Flow<String> flow =
        Flow.define(
            unique(),
            f ->
                Task.of(this::unlessBroken)
                    .call(Task.of(Flows::isThere).call(Task.of(Flows::lambda).notKept().call())));
    RunId failed = Flows.run(store, flow).id();
    FlowResult<String> again = restart(flow, failed);
    assertThat(again.taskRun("lambda").state().message()).contains("reused from run " + failed);
    RestartPlan plan =
        RestartPlan.of(
            flow.definition().graph(),
            store.recorded(again.id(), flow),
            new RestartPlan.From.Task(TaskPath.parse("is_there")),
            RestartPlan.Changes.NONE);
    assertThat(plan.nodes().getFirst().runs().get("lambda"))
        .contains("its result is needed but unavailable: its task does not keep its results");
  }

  @Test
  void runs_are_listed_newest_first_and_in_pages() {
    Flow<Integer> flow = Flows.wide(unique(), 1);
    Flow<Integer> other = Flows.wide(unique(), 1);
    List<RunId> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.addFirst(Flows.run(store, flow).id());
      Flows.run(store, other);
    }
    RunFilter filter = RunFilter.all().withFlow(flow.name()).withState(StateType.SUCCESS);
    assertThat(store.list(filter)).extracting(StoredRun::id).isEqualTo(ids);
    assertThat(store.list(filter.withProject("default"))).extracting(StoredRun::id).isEqualTo(ids);
    assertThat(store.list(filter.withProject("lab"))).isEmpty();
    List<StoredRun> first = store.list(filter.withLimit(2));
    assertThat(store.list(filter.withAfter(first.getLast())))
        .extracting(StoredRun::id)
        .isEqualTo(ids.subList(2, 5));
    assertThat(store.list(filter.withSince(first.getLast().times().created())))
        .extracting(StoredRun::id)
        .isEqualTo(ids.subList(0, 2));
    assertThat(store.list(filter.withState(StateType.FAILED))).isEmpty();
  }

  @Test
  void all_of_ten_thousand_children_are_recorded() {
    Flow<Integer> flow = Flows.wide(unique(), 10_000);
    FlowResult<Integer> result = Flows.run(store, flow);
    assertThat(store.counts(result.id(), "twice")).isEqualTo(Map.of(StateType.SUCCESS, 10_000));
    List<StoredTaskRun> all =
        store.taskRuns(result.id(), TaskRunFilter.all().withNode("twice").withLimit(20_000));
    assertThat(all).hasSize(10_001);
    assertThat(JsonValues.read(all.getLast(), TestCodecs.of(int.class)).value())
        .isEqualTo(2 * 9_999);
    assertThat(store.recorded(result.id(), flow).missing("twice", 77)).isEmpty();
  }

  @Test
  void concurrent_runs_do_not_mix() throws Exception {
    Flow<Integer> flow = Flows.wide(unique(), 50);
    List<FlowRun<Integer>> runs = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      runs.add(Flows.local(store, flow).start());
    }
    for (FlowRun<Integer> run : runs) {
      RunId id = run.await().id();
      assertThat(store.counts(id, "twice")).isEqualTo(Map.of(StateType.SUCCESS, 50));
      assertThat(store.taskRuns(id, TaskRunFilter.all())).hasSize(53);
      assertThat(store.find(id).orElseThrow().state()).isInstanceOf(State.Success.class);
    }
  }

  @Test
  void a_secret_is_never_in_any_row() throws Exception {
    Flow<String> flow = Flows.leaking(unique());
    LocalRun<String> local =
        Flows.local(store, flow)
            .with(s -> s.withSecrets(SecretProvider.of(Map.of("TOKEN", "pa\"ss-wörd"))));
    FlowResult<String> result = local.run();
    assertThat(result.taskRun("tell").value())
        .isEqualTo(List.of("it is pa\"ss-wörd", "pa\"ss-wörd"));
    StoredTaskRun told = stored(result.id(), "tell", -1);
    assertThat(told.value()).contains("[\"it is ***\",\"***\"]");
    assertThat(told.note()).contains("secrets in it are masked");
    assertThat(stored(result.id(), "fail", -1).state().message()).contains("cannot say ***");
    assertThat(everything()).contains("cannot say ***").doesNotContain("ss-wörd");
    assertThat(store.recorded(result.id(), flow).missing("tell", -1))
        .contains("secrets in it are masked");
  }

  @Test
  void a_result_that_its_task_does_not_keep_is_left_out_with_a_note() {
    Flow<Boolean> flow =
        Flow.define(
            unique(),
            f ->
                Task.of(Flows::areThere)
                    .call(
                        Task.of(Flows::lambda).notKept().call(),
                        Task.of(Flows::unreadable).notKept().call()));
    FlowResult<Boolean> result = Flows.run(store, flow);
    assertThat(result.value()).isTrue();
    for (String node : List.of("lambda", "unreadable")) {
      StoredTaskRun kept = stored(result.id(), node, -1);
      assertThat(kept.value()).isEmpty();
      assertThat(kept.note().orElseThrow()).contains("its task does not keep its results");
    }
  }

  @Test
  void an_older_batch_never_overwrites_a_newer_one() throws Exception {
    Journal journal = store.journal(Flows.wide("wide", 1), Flows.ORIGIN);
    RunId id = new RunId(UUID.randomUUID());
    begin(journal, id);
    append(journal, new Journal.Batch(id, 2, List.of(child("newer")), List.of(), Optional.empty()));
    append(journal, new Journal.Batch(id, 1, List.of(child("older")), List.of(), Optional.empty()));
    assertThat(stored(id, "n", 0).state().message()).isEqualTo("newer");
  }

  @Test
  void two_runs_cannot_have_the_same_id() {
    Journal journal = store.journal(Flows.wide("wide", 1), Flows.ORIGIN);
    RunId id = new RunId(UUID.randomUUID());
    begin(journal, id);
    assertThatThrownBy(() -> begin(journal, id))
        .hasMessageContaining("run " + id + " is already in the store");
  }

  @Test
  void a_text_that_no_database_accepts_is_stored_escaped() throws Exception {
    Journal journal = store.journal(Flows.wide("wide", 1), Flows.ORIGIN);
    RunId id = new RunId(UUID.randomUUID());
    begin(journal, id);
    String odd = "a\u0000b\ud83dc";
    append(journal, new Journal.Batch(id, 1, List.of(child(odd)), List.of(), Optional.empty()));
    StoredTaskRun read = stored(id, "n", 0);
    assertThat(read.state().message()).isEqualTo(odd);
    assertThat(JsonValues.read(read, TestCodecs.of(String.class)).value()).isEqualTo(odd);
  }

  @Test
  void a_closed_store_says_so() {
    Flow<Integer> flow = Flows.wide(unique(), 1);
    Journal journal = store.journal(flow, Flows.ORIGIN);
    store.close();
    assertThatThrownBy(() -> begin(journal, new RunId(UUID.randomUUID())))
        .hasMessageContaining("is closed");
  }

  private static void begin(Journal journal, RunId id) {
    var _ =
        journal
            .begin(
                new Journal.Start(
                    id,
                    "wide",
                    Flow.define("wide", f -> Task.of("n", String.class, () -> "").call())
                        .definition()
                        .graph(),
                    "wide",
                    Map.of(),
                    Set.of(),
                    new Journal.Times(Instant.EPOCH, Instant.EPOCH),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    new Masker()))
            .join();
  }

  private static void append(Journal journal, Journal.Batch batch) throws InterruptedException {
    CountDownLatch durable = new CountDownLatch(1);
    journal.append(
        batch,
        new Journal.Receipt() {
          @Override
          public void durable() {
            durable.countDown();
          }

          @Override
          public void rejected(String node, int index, String why) {}

          @Override
          public void failed(PraetorException why) {
            throw why;
          }

          @Override
          public void refused(String why) {
            throw new AssertionError(why);
          }
        });
    assertThat(durable.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private FlowResult<String> restart(Flow<String> flow, RunId failed) {
    RecordedRun earlier = store.recorded(failed, flow);
    RestartPlan plan =
        RestartPlan.of(
            flow.definition().graph(),
            earlier,
            new RestartPlan.From.Failed(),
            RestartPlan.Changes.NONE);
    return Flows.local(store, flow).restarting(earlier, plan).run();
  }

  private static Journal.Change child(String text) {
    State state = new State.Success(text, Instant.EPOCH.plusSeconds(1));
    TaskRun run =
        new TaskRun(
            "n", 0, text, state, 1, text, Optional.empty(), List.of(new Transition(1, state)));
    return new Journal.Change(run, 0, false, Optional.empty(), Optional.empty());
  }

  private String everything() throws SQLException {
    StringBuilder text = new StringBuilder();
    try (Connection connection = database.writing().getConnection();
        Statement statement = connection.createStatement()) {
      for (String table :
          List.of("flow_version", "flow_run", "task_run", "map_counts", "process")) {
        try (ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
          while (row.next()) {
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
              text.append(row.getString(i)).append('\n');
            }
          }
        }
      }
    }
    return text.toString();
  }

  private static void assertSame(
      TaskRun was,
      StoredTaskRun read,
      java.lang.reflect.@org.jspecify.annotations.Nullable Type type) {
    assertThat(read.node()).isEqualTo(was.node());
    assertThat(read.index()).isEqualTo(was.index());
    assertThat(read.label()).isEqualTo(was.label());
    assertThat(read.attempts()).isEqualTo(was.attempts());
    assertThat(read.failure()).isEqualTo(was.failure());
    assertThat(read.history())
        .usingRecursiveComparison()
        .withEqualsForType((a, b) -> micros(a).equals(micros(b)), Instant.class)
        .isEqualTo(was.history());
    assertThat(read.state())
        .usingRecursiveComparison()
        .withEqualsForType((a, b) -> micros(a).equals(micros(b)), Instant.class)
        .isEqualTo(was.state());
    if (type != null) {
      assertThat(JsonValues.read(read, TestCodecs.of(type)).value()).isEqualTo(was.value());
    }
  }

  private static Instant micros(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }
}
