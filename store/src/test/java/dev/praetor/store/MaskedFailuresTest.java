package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Failure;
import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.Node;
import dev.praetor.Outcome;
import dev.praetor.RunId;
import dev.praetor.Secret;
import dev.praetor.Signal;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.TaskPath;
import dev.praetor.engine.Journal;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.spi.SecretProvider;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Failures and skips are masked when they are made, so that code which reads them is given the same
 * text in the run that made them, in a resumed run and in a restart.
 */
@ParameterizedClass
@EnumSource
class MaskedFailuresTest extends StoreTest {
  private static final int MOST_BATCHES = 12;
  private final Collection<String> seen = new ConcurrentLinkedQueue<>();

  MaskedFailuresTest(Databases databases) {
    super(databases);
  }

  static String failing() {
    String token = Secret.named("TOKEN").get();
    throw new IllegalStateException("no " + token, new RuntimeException("because of " + token));
  }

  static String skipping() {
    throw Signal.skip("not with " + Secret.named("TOKEN").get());
  }

  private String read(Outcome<String> end) {
    String text =
        switch (end) {
          case Outcome.Failed<String>(Failure failure) -> text(failure);
          case Outcome.Skipped<String>(String message) -> message;
          case Outcome.Success<String>(String value) -> value;
          case Outcome.Cancelled<String>(String message) -> message;
        };
    seen.add(text);
    return text;
  }

  private static String text(Failure failure) {
    return failure.message() + " " + failure.cause().orElseThrow().message() + failure.trace();
  }

  private Flow<String> flow() {
    return Flow.define(
        unique(),
        f -> {
          Node<String> failed =
              Task.of(MaskedFailuresTest::failing)
                  .secrets("TOKEN")
                  .onFailure(run -> seen.add(String.valueOf(run.failure())))
                  .call();
          Node<String> skipped = Task.of(MaskedFailuresTest::skipping).secrets("TOKEN").call();
          Node<String> recovered =
              Task.of(MaskedFailuresTest::failing)
                  .named("recovering")
                  .secrets("TOKEN")
                  .recover(MaskedFailuresTest::text)
                  .call();
          Node<String> first = Task.of(this::read).named("first").call(failed.outcome());
          Node<String> second =
              Task.of(this::read).named("second").call(skipped.outcome()).after(first);
          Node<String> third =
              Task.of(this::read).named("third").call(recovered.outcome()).after(second);
          f.decidedBy(third);
          return third;
        });
  }

  private LocalRun<String> local(Flow<String> flow, int batches) {
    Journal journal = new CrashingJournal(store.journal(flow, Flows.ORIGIN), batches);
    return LocalRun.of(flow)
        .with(s -> s.withSecrets(SecretProvider.of(Map.of("TOKEN", "s3cr3t"))))
        .with(s -> s.withPersistence(new RunSettings.Persistence(journal, store.cache())));
  }

  private void checkSeen() {
    assertThat(seen).isNotEmpty().allMatch(text -> text.contains("***") && !text.contains("3cr3"));
  }

  @Test
  void a_resumed_run_gives_code_the_same_failures_as_the_run_that_made_them() throws Exception {
    for (int batches = 1; batches < MOST_BATCHES; batches++) {
      seen.clear();
      Flow<String> flow = flow();
      FlowRun<String> run = local(flow, batches).start();
      try {
        run.await();
      } catch (RunOwnershipLost killed) {
        LostOwner.of(database, run.id());
        reopen();
        RecordedRun recorded = store.resume(store.find(run.id()).orElseThrow(), flow);
        assertThat(local(flow, Integer.MAX_VALUE).resuming(recorded).run().state().type())
            .isEqualTo(StateType.SUCCESS);
      }
      await().atMost(PATIENCE).until(() -> seen.size() >= 3);
      checkSeen();
    }
  }

  @Test
  void a_restart_gives_code_the_same_failures_as_the_run_that_made_them() {
    Flow<String> flow = flow();
    RunId run = local(flow, Integer.MAX_VALUE).run().id();
    List<String> before = List.copyOf(seen);
    seen.clear();
    RecordedRun recorded = store.recorded(run, flow);
    RestartPlan plan =
        RestartPlan.of(
            flow.definition().graph(),
            recorded,
            new RestartPlan.From.Task(TaskPath.parse("third")),
            RestartPlan.Changes.NONE);
    local(flow, Integer.MAX_VALUE).restarting(recorded, plan).run();
    checkSeen();
    assertThat(before).contains(seen.toArray(String[]::new));
  }
}
