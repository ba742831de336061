package dev.praetor.store;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.Mapped;
import dev.praetor.Node;
import dev.praetor.Praetor;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.Task;
import dev.praetor.TaskPath;
import dev.praetor.TaskRun;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.store.json.JsonValues;
import dev.praetor.store.model.BlobRef;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of large results, on each database. */
@ParameterizedClass
@EnumSource
class ResultsTest extends StoreTest {
  ResultsTest(Databases databases) {
    super(databases, StoreOptions.defaults().withLargestResult(3 << 20));
  }

  /** Deletes the stored value of a blob. */
  private void lose(BlobRef blob) throws Exception {
    switch (databases) {
      case SQLITE -> {
        Path folder = Path.of(database.name()).resolveSibling("blobs");
        Files.delete(folder.resolve(blob.hash().substring(0, 2), blob.hash().substring(2)));
      }
      case POSTGRESQL -> {
        try (Connection connection = database.writing().getConnection();
            PreparedStatement delete =
                connection.prepareStatement("DELETE FROM blob WHERE hash = ?")) {
          delete.setString(1, blob.hash());
          delete.executeUpdate();
        }
      }
    }
  }

  /** Changes one byte of the stored value of a blob, so that its size stays the same. */
  private void damage(BlobRef blob) throws Exception {
    switch (databases) {
      case SQLITE -> {
        Path folder = Path.of(database.name()).resolveSibling("blobs");
        Path file = folder.resolve(blob.hash().substring(0, 2), blob.hash().substring(2));
        byte[] bytes = Files.readAllBytes(file);
        bytes[100] ^= 1;
        Files.write(file, bytes);
      }
      case POSTGRESQL -> {
        try (Connection connection = database.writing().getConnection();
            PreparedStatement update =
                connection.prepareStatement(
                    "UPDATE blob SET bytes = set_byte(bytes, 100, 33) WHERE hash = ?")) {
          update.setString(1, blob.hash());
          update.executeUpdate();
        }
      }
    }
  }

  static List<String> words(int n) {
    return IntStream.range(0, n).mapToObj(i -> "wörd " + i).toList();
  }

  static int size(List<String> words) {
    return words.size();
  }

  private static Flow<Integer> flow(int words) {
    return Flow.define(
        "results-" + UUID.randomUUID(),
        f -> Task.of(ResultsTest::size).call(Task.of(ResultsTest::words).call(value(words))));
  }

  @Test
  void a_large_result_is_read_only_when_it_is_requested() {
    Flow<Integer> flow = flow(10_000);
    RunId run = Flows.run(store, flow).id();
    StoredTaskRun paged = store.taskRuns(run, TaskRunFilter.all().withNode("words")).getFirst();
    assertThat(paged.value()).isEmpty();
    assertThat(paged.note()).isEmpty();
    assertThat(paged.result().blob().orElseThrow().size()).isGreaterThan(100_000);
    StoredTaskRun whole = store.taskRun(run, TaskPath.parse("words")).orElseThrow();
    assertThat(whole.value().orElseThrow()).startsWith("[\"wörd 0\",");
    assertThat(JsonValues.read(whole, TestCodecs.of(List.class)).value()).isEqualTo(words(10_000));
    assertThat(store.recorded(run, flow).missing("words", -1)).isEmpty();
  }

  static int drained(List<String> words) {
    int size = words.size();
    words.removeIf(word -> !word.isEmpty());
    return size;
  }

  @Test
  void a_large_result_is_let_go_and_read_back_for_each_reader() {
    Flow<List<Integer>> flow =
        Flow.define(
            unique(),
            f -> {
              Node<List<String>> made = Task.of(ResultsTest::words).call(value(3_000));
              Node<Integer> first =
                  Task.of("first", Integer.class, ResultsTest::drained).call(made);
              Node<Integer> second =
                  Task.of("second", Integer.class, ResultsTest::drained).call(made).after(first);
              return Praetor.list(first, second);
            });
    FlowResult<List<Integer>> result = Flows.run(store, flow);
    assertThat(result.value()).containsExactly(3_000, 3_000);
    Object read = result.taskRun("words").value();
    assertThat(read).isEqualTo(words(3_000));
    assertThat(result.taskRun("words").value()).isEqualTo(read).isNotSameAs(read);
    assertThat(result.taskRuns()).anyMatch(run -> words(3_000).equals(run.value()));
  }

  static List<String> many(int n) {
    return words(2_000 + n);
  }

  @Test
  void large_results_of_children_are_read_one_by_one() {
    Flow<List<Integer>> flow =
        Flow.define(
            unique(),
            f -> {
              Mapped<List<String>> made =
                  Task.of(ResultsTest::many).map(each(value(List.of(1, 2))));
              return Task.of(ResultsTest::drained).map(made).collect();
            });
    FlowResult<List<Integer>> result = Flows.run(store, flow);
    assertThat(result.value()).containsExactly(2_001, 2_002);
    List<TaskRun> children = result.taskRuns("many");
    assertThat(children.get(1).value()).isEqualTo(words(2_002));
    assertThat(children.get(1).value()).isNotSameAs(children.get(1).value());
  }

  @Test
  void the_result_of_a_flow_is_not_read_back() {
    Flow<List<String>> flow =
        Flow.define(unique(), f -> Task.of(ResultsTest::words).call(value(4_000)));
    FlowResult<List<String>> result = Flows.run(store, flow);
    store.close();
    assertThat(result.value()).isEqualTo(words(4_000));
  }

  @Test
  void a_restart_reuses_large_results_and_records_them() {
    Flow<Integer> flow = flow(6_000);
    RunId run = Flows.run(store, flow).id();
    RecordedRun earlier = store.recorded(run, flow);
    RestartPlan plan =
        RestartPlan.of(
            flow.definition().graph(),
            earlier,
            new RestartPlan.From.Task(TaskPath.parse("size")),
            RestartPlan.Changes.NONE);
    FlowResult<Integer> again = local(store, flow).restarting(earlier, plan).run();
    assertThat(again.value()).isEqualTo(6_000);
    assertThat(blob(again.id())).isEqualTo(blob(run));
    StoredTaskRun whole = store.taskRun(again.id(), TaskPath.parse("words")).orElseThrow();
    assertThat(JsonValues.read(whole, TestCodecs.of(List.class)).value()).isEqualTo(words(6_000));
  }

  @Test
  void equal_large_results_are_stored_once() {
    BlobRef one = blob(Flows.run(store, flow(5_000)).id());
    BlobRef other = blob(Flows.run(store, flow(5_000)).id());
    assertThat(other).isEqualTo(one);
  }

  @Test
  void a_damaged_large_result_is_missing_and_written_anew_when_it_is_made_again() throws Exception {
    Flow<Integer> flow = flow(7_000);
    RunId run = Flows.run(store, flow).id();
    damage(blob(run));
    assertThat(store.recorded(run, flow).missing("words", -1)).isPresent();
    RunId again = Flows.run(store, flow).id();
    assertThat(blob(again)).isEqualTo(blob(run));
    assertThat(store.recorded(again, flow).missing("words", -1)).isEmpty();
    assertThat(store.recorded(run, flow).missing("words", -1)).isEmpty();
  }

  @Test
  void a_lost_large_result_is_missing() throws Exception {
    Flow<Integer> flow = flow(2_000);
    RunId run = Flows.run(store, flow).id();
    lose(blob(run));
    assertThat(store.recorded(run, flow).missing("words", -1))
        .contains("its result was deleted or lost");
    StoredTaskRun read = store.taskRun(run, TaskPath.parse("words")).orElseThrow();
    assertThat(read.value()).isEmpty();
    assertThat(read.note()).contains("its result was deleted or lost");
  }

  @Test
  void a_result_above_the_limit_fails_its_task_run() {
    FlowResult<Integer> result = Flows.run(store, flow(500_000));
    assertThat(result.taskRun("words").state()).isInstanceOf(State.Failed.class);
    assertThat(result.taskRun("words").state().message())
        .contains("words returned 7 MB of JSON, and the limit is 3 MB; return less");
    assertThat(store.find(result.id()).orElseThrow().state()).isInstanceOf(State.Failed.class);
  }

  private BlobRef blob(RunId run) {
    return store.taskRun(run, TaskPath.parse("words")).orElseThrow().result().blob().orElseThrow();
  }
}
