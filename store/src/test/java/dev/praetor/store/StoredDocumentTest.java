package dev.praetor.store;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static dev.praetor.Praetor.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.Signal;
import dev.praetor.Task;
import dev.praetor.TypeRef;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.engine.run.RunDocument;
import dev.praetor.spi.SecretProvider;
import dev.praetor.store.history.StoredDocument;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks that the document of a recorded run equals the complete document that the run gave when it
 * ended.
 */
@ParameterizedClass
@EnumSource
class StoredDocumentTest extends StoreTest {
  private final Greetings greetings = new Greetings();

  StoredDocumentTest(Databases databases) {
    super(databases);
  }

  private FinishedRun agree(Flow<?> flow, LocalRun<?> local, Argument... arguments) {
    FinishedRun run = (FinishedRun) local.run(arguments);
    ObjectNode finished = RunDocument.of(flow.definition(), run);
    ObjectNode stored = StoredDocument.of(store, store.find(run.id()).orElseThrow());
    assertThat(stored.toPrettyString()).isEqualTo(finished.toPrettyString());
    assertThat(finished.path("created").asString())
        .isLessThanOrEqualTo(finished.path("started").asString());
    return run;
  }

  @Test
  void of_a_run_that_failed_and_of_its_restart() {
    Flow<String> flow = greetings.flow(unique());
    greetings.broken = true;
    FinishedRun failed = agree(flow, Flows.local(store, flow));
    greetings.broken = false;
    RecordedRun recorded = store.recorded(failed.id(), flow);
    RestartPlan plan =
        RestartPlan.of(
            flow.definition().graph(),
            recorded,
            new RestartPlan.From.Failed(),
            RestartPlan.Changes.NONE);
    FinishedRun again = agree(flow, Flows.local(store, flow).restarting(recorded, plan));
    assertThat(RunDocument.of(flow.definition(), again).path("restartOf").asString())
        .isEqualTo(failed.id().toString());
  }

  @Test
  void of_more_children_than_are_shown() {
    FinishedRun run = agree(someFail(), Flows.local(store, someFail()), with("n", 10_004));
    ObjectNode document = RunDocument.of(someFail().definition(), run);
    assertThat(document.path("taskRuns").get(1).path("childrenLeftOut").asInt()).isEqualTo(4);
    assertThat(document.path("taskRuns").get(2).path("index").asInt()).isEqualTo(10_003);
  }

  private static Flow<Integer> someFail() {
    return Flow.define(
        "some-fail",
        f -> {
          var numbers = Task.of(Flows::upTo).call(f.parameter("n", Integer.class));
          return Task.of(Flows::size)
              .call(Task.of(StoredDocumentTest::notTheLast).map(each(numbers)).collect());
        });
  }

  static int notTheLast(int n) {
    if (n == 10_003) {
      throw new IllegalStateException("not " + n);
    }
    return n;
  }

  static List<Integer> columns(String row) {
    return row.equals("c") ? List.of() : List.of(1, 2);
  }

  static String cell(String row, int column) {
    if (row.equals("b") && column == 2) {
      throw new IllegalStateException("no " + row + column);
    }
    if (row.equals("a") && column == 1) {
      throw Signal.skip("not " + row + column);
    }
    return row + column;
  }

  static String join(List<String> all) {
    return String.join(",", all);
  }

  @Test
  void of_mapped_nodes_within_mapped_pieces_of_graph() {
    Flow<String> inner =
        Flow.define(
            unique() + "-inner",
            f ->
                Task.of(StoredDocumentTest::join)
                    .call(f.parameter("all", new TypeRef<List<String>>() {})));
    Flow<String> flow =
        Flow.define(
            unique(),
            f -> {
              f.run(inner, with("all", List.of("x", "y")));
              return Task.of(StoredDocumentTest::join)
                  .call(
                      f.<String, String>forEach(
                              each(value(List.of("a", "b", "c"))),
                              row ->
                                  Task.of(StoredDocumentTest::join)
                                      .call(
                                          Task.of(StoredDocumentTest::cell)
                                              .map(
                                                  row,
                                                  each(
                                                      Task.of(StoredDocumentTest::columns)
                                                          .call(row)))
                                              .collect()))
                          .collect());
            });
    agree(flow, Flows.local(store, flow));
  }

  @Test
  void of_a_run_that_read_a_secret() {
    Flow<String> flow = Flows.leaking(unique());
    SecretProvider secrets = SecretProvider.of(Map.of("TOKEN", "hush-hush"));
    LocalRun<?> local = Flows.local(store, flow).with(s -> s.withSecrets(secrets));
    FinishedRun run = (FinishedRun) local.run();
    ObjectNode finished = RunDocument.of(flow.definition(), run);
    ObjectNode stored = StoredDocument.of(store, store.find(run.id()).orElseThrow());
    assertThat(stored.path("taskRuns").get(0).path("note").asString()).contains("masked");
    assertThat(stored.toPrettyString()).isEqualTo(finished.toPrettyString());
    assertThat(finished.toString()).doesNotContain("hush-hush");
  }
}
