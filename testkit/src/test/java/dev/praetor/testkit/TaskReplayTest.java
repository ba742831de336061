package dev.praetor.testkit;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.InvalidTaskPath;
import dev.praetor.NotFound;
import dev.praetor.Retry;
import dev.praetor.RunId;
import dev.praetor.Secret;
import dev.praetor.Task;
import dev.praetor.TaskContext;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.local.Replay;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.engine.run.ValueSources;
import dev.praetor.spi.SecretProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TaskReplayTest {
  static final AtomicInteger CALLS = new AtomicInteger();

  record Member(String name, List<Integer> days) {}

  static List<Member> team() {
    return List.of(new Member("Ann", List.of(1)), new Member("Bo", List.of()));
  }

  static String greet(Member member, Map<String, Integer> known) {
    CALLS.incrementAndGet();
    String token = Secret.named("TOKEN").get();
    if (member.days().isEmpty()) {
      throw new IllegalStateException(
          member.name() + " has no day; " + TaskContext.current().taskRun() + " " + token);
    }
    return member.name() + known.size();
  }

  static Map<String, Integer> known() {
    return Map.of("x", 1);
  }

  static Flow<List<String>> greetings() {
    return Flow.define(
        "greetings",
        f ->
            Task.of(TaskReplayTest::greet)
                .secrets("TOKEN")
                .retry(Retry.times(3).every(Duration.ofMillis(1)))
                .map(
                    each(Task.of(TaskReplayTest::team).call()),
                    Task.of(TaskReplayTest::known).call())
                .collect());
  }

  @Test
  void the_code_is_called_once_with_recorded_inputs_and_throws_its_exception() {
    CALLS.set(0);
    assertThatThrownBy(
            () ->
                // @start region="replay"
                TaskReplay.of(greetings(), "greet[1]")
                    .recorded("{\"inputs\": [{\"name\": \"Bo\", \"days\": []}, {\"x\": 1}]}")
                    .secret("TOKEN", "for tests")
                    .call()
            // @end
            )
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Bo has no day; greet[1] for tests");
    assertThat(CALLS).hasValue(1);
  }

  @Test
  void the_value_that_the_code_returns_is_returned() throws Throwable {
    assertThat(
            TaskReplay.of(greetings(), "greet[0]")
                .recorded("{\"inputs\": [{\"name\": \"Bo\", \"days\": [2]}, {\"x\": 1}]}")
                .secret("TOKEN", "for tests")
                .call())
        .isEqualTo("Bo1");
  }

  private static Replay.Call call(String path) {
    return new Replay.Call(
        RunId.parse("00000000-0000-7000-8000-000000000000"),
        path,
        1,
        Instant.EPOCH,
        Map.of(),
        ValueSources.ENVIRONMENT.withSecrets(SecretProvider.of(Map.of("TOKEN", "s3cret"))));
  }

  @Test
  void a_recorded_task_run_is_called_again_with_the_inputs_it_had() {
    MemoryJournal journal = new MemoryJournal();
    FlowResult<?> run =
        LocalRun.of(greetings())
            .with(s -> s.withSecrets(SecretProvider.of(Map.of("TOKEN", "s3cret"))))
            .with(s ->
                s.withPersistence(new RunSettings.Persistence(journal, s.persistence().cache())))
            .run();
    assertThat(run.taskRun("greet", 1).attempts()).isEqualTo(4);
    CALLS.set(0);
    Replay replay = Replay.recorded(greetings(), journal.recorded(run.id()), call("greet[1]"));
    assertThat(replay.arguments()).isEqualTo(List.of(new Member("Bo", List.of()), Map.of("x", 1)));
    assertThat(replay.call(replay.arguments()))
        .isInstanceOfSatisfying(
            Replay.Result.Failed.class,
            failed -> {
              assertThat(failed.failure().message()).isEqualTo("Bo has no day; greet[1] ***");
              assertThat(failed.thrown().orElseThrow()).isInstanceOf(IllegalStateException.class);
            });
    assertThat(CALLS).hasValue(1);
    int rows = journal.written(run.id()).size();
    assertThat(journal.written(run.id())).as("nothing is written").hasSize(rows);
  }

  @Test
  void an_input_that_is_not_available_is_named() {
    MemoryJournal journal = new MemoryJournal();
    FlowResult<?> run =
        LocalRun.of(greetings())
            .with(s ->
                s.withPersistence(new RunSettings.Persistence(journal, s.persistence().cache())))
            .run();
    Replay replay =
        Replay.recorded(
            greetings(),
            journal.recorded(
                run.id(),
                (node, _) ->
                    node.equals("known") ? Optional.of("it was deleted") : Optional.empty()),
            call("greet[1]"));
    assertThatThrownBy(replay::arguments)
        .hasMessageContaining("greet[1]")
        .hasMessageContaining("known")
        .hasMessageContaining("it was deleted");
  }

  @Test
  void an_unknown_task_run_is_refused() {
    for (String path : List.of("greeet[1]", "greet", "team[0]")) {
      assertThatThrownBy(() -> Replay.of(greetings(), call(path)))
          .as(path)
          .isInstanceOf(NotFound.class);
    }
    assertThatThrownBy(() -> Replay.of(greetings(), call("greet[x]")))
        .isInstanceOf(InvalidTaskPath.class);
    assertThatThrownBy(() ->
            Replay.of(Flow.define("w", f -> f.approval("ok?")), call("approval"))
                .call(List.of(value(1))))
        .hasMessageContaining("runs no task");
  }
}
