package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.embedded.Home;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.embedded.StartOptions;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreLocation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands that change runs of an application, in each place. */
@ParameterizedClass
@EnumSource
class RunChangesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private final Place kind;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  @TempDir private Path home;
  private PraetorEngine engine;
  private Place.Opened place;
  private RunStore store;

  RunChangesTest(Place kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() {
    engine = Praetor.open(Home.of(home));
    place = kind.open(home);
    store = RunStore.openToRead(new StoreLocation.Home(home));
  }

  @AfterEach
  void stop() {
    store.close();
    place.close();
    engine.close();
  }

  private int praetor(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), place.command(args));
  }

  private String succeed(String... args) {
    assertThat(praetor(args)).as(() -> err.toString()).isZero();
    return out.toString();
  }

  private String refused(String... args) {
    assertThat(praetor(args)).as(() -> out.toString()).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).doesNotContain("an unexpected error");
    return err.toString();
  }

  private static Flow<String> release() {
    return Flow.define(
        "release",
        flow ->
            Task.of("ship", String.class, () -> "shipped").call().after(flow.approval("Ship it?")));
  }

  private String startRelease() {
    RunId id = engine.start(release()).id();
    await().atMost(PATIENCE).until(() -> state(id).equals(Optional.of(StateType.PAUSED)));
    return id.toString();
  }

  private Optional<StateType> state(RunId id) {
    return store.find(id).map(run -> run.state().type());
  }

  private void awaitState(String run, StateType state) {
    await().atMost(PATIENCE).until(() -> state(RunId.parse(run)).equals(Optional.of(state)));
  }

  @Test
  void a_pinned_run_is_neither_pruned_nor_deleted() {
    Flow<Integer> flow = Flow.define("pinned", f -> Task.of("one", Integer.class, () -> 1).call());
    String id = engine.run(flow).id().toString();
    assertThat(succeed("runs", "pin", id)).contains("is pinned");
    assertThat(succeed("runs", "pin", "latest")).contains("is pinned");
    assertThat(refused("runs", "delete", id, "--yes")).contains("is pinned", "runs unpin " + id);
    assertThat(praetorHere("runs", "prune", "--keep", "0")).contains("Deleted 0 runs");
    assertThat(succeed("runs", "unpin", id)).contains("is not pinned");
    assertThat(succeed("runs", "delete", id, "--yes")).contains("Deleted run " + id);
  }

  private String praetorHere(String... args) {
    StringWriter text = new StringWriter();
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--home=" + home);
    assertThat(
            Main.execute(
                new PrintWriter(text, true),
                new PrintWriter(err, true),
                all.toArray(String[]::new)))
        .isZero();
    return text.toString();
  }

  @Test
  void a_task_run_is_approved_or_refused() {
    String first = startRelease();
    assertThat(succeed("runs", "approve", first, "approval")).isEqualTo("approval is approved.\n");
    awaitState(first, StateType.SUCCESS);
    assertThat(refused("runs", "approve", first, "approval"))
        .contains("does not wait for approval; it is Success");
    String second = startRelease();
    assertThat(succeed("runs", "approve", second, "approval", "--refuse", "not today"))
        .isEqualTo("approval is refused.\n");
    awaitState(second, StateType.FAILED);
    assertThat(succeed("runs", "show", second)).contains("not today");
  }

  @Test
  void a_run_is_cancelled_and_deleted() {
    String id = startRelease();
    assertThat(refused("runs", "delete", id, "--yes")).contains("nothing was deleted. Cancel it");
    assertThat(succeed("runs", "cancel", id, "--why", "wrong office"))
        .contains("Asked ", " is Cancelled: wrong office");
    assertThat(refused("runs", "cancel", id)).contains("has already ended: it is Cancelled");
    assertThat(succeed("runs", "delete", id, "--results", "--yes")).contains("results of run ");
    assertThat(succeed("runs", "delete", id, "--yes")).isEqualTo("Deleted run " + id + ".\n");
    assertThat(refused("runs", "delete", id, "--yes")).contains("there is no run");
  }

  @Test
  void a_waiting_run_is_held_back_released_and_cancelled() {
    String id =
        engine.start(release(), StartOptions.at(Instant.now().plusSeconds(3_600))).id().toString();
    assertThat(succeed("runs", "pause", id, "--why", "not yet")).contains("is held back");
    assertThat(succeed("runs", "why", id)).contains("not yet");
    assertThat(succeed("runs", "resume", id)).contains("is no longer held back");
    assertThat(succeed("runs", "why", id)).doesNotContain("not yet");
    assertThat(succeed("runs", "cancel", id)).contains("is Cancelled");
  }

  @Test
  void ended_runs_are_pruned_except_the_newest() {
    Flow<String> quick =
        Flow.define("quick", flow -> Task.of("go", String.class, () -> "gone").call());
    String outer = engine.run(Flow.define("outer", flow -> flow.run(quick))).id().toString();
    for (int i = 0; i < 4; i++) {
      engine.run(quick);
    }
    assertThat(succeed("runs", "prune", "--keep", "1", "--dry-run").lines())
        .hasSize(4)
        .last()
        .isEqualTo("Would delete 3 runs and 0 large results.");
    assertThat(succeed("runs", "prune", "--older-than", "1d"))
        .isEqualTo("Deleted 0 runs and 0 large results.\n");
    assertThat(succeed("runs", "prune", "--keep", "1", "--flow", "quick"))
        .isEqualTo("Deleted 3 runs and 0 large results.\n");
    String waiting = startRelease();
    assertThat(succeed("runs", "prune", "--keep", "0")).startsWith("Deleted 3 runs");
    assertThat(succeed("runs", "list").lines()).hasSize(2);
    assertThat(refused("runs", "show", outer)).contains("there is no run");
    succeed("runs", "cancel", waiting);
    assertThat(refused("runs", "prune")).contains("choose the runs");
  }

  @Test
  void commands_that_need_more_than_the_server_has_say_so() {
    String id = startRelease();
    if (kind == Place.SERVER) {
      assertThat(refused("runs", "cancel", id, "--without-clean-up")).contains("local store");
      assertThat(refused("runs", "resume", id)).contains("is in progress in");
      assertThat(refused("runs", "list", "--home=" + home)).contains("not both");
    } else {
      assertThat(refused("runs", "list", "--key", "praetor_x")).contains("not both");
    }
  }
}
