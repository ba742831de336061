package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Logs of runs, following a run in progress, and deleting old runs, all in this process. */
class RunsFollowTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String GATE = "praetor.test.gate";
  private static final String SOURCE =
      """
      import static dev.praetor.Praetor.*;
      import dev.praetor.*;
      import java.util.List;
      import java.util.concurrent.CountDownLatch;
      class Parcels {
        static int pack(int parcel) {
          TaskContext.current().logger().info("packing parcel {}", parcel);
          if (parcel == 2) TaskContext.current().logger().warn("parcel 2 is heavy");
          return parcel;
        }
        static int send(List<Integer> parcels) throws Exception {
          TaskContext.current().logger().info("the van waits");
          ((CountDownLatch) System.getProperties().get("praetor.test.gate")).await();
          TaskContext.current().logger().info("the van leaves");
          return parcels.size();
        }
        static Flow<Integer> flow() {
          return Flow.define("parcels", f ->
              Task.of(Parcels::send).call(Task.of(Parcels::pack).map(each(value(List.of(1, 2)))).collect()));
        }
      }
      """;

  /** An execution of the program, and its output. */
  private static final class Use {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final FutureTask<Integer> code;

    Use(String... args) {
      code =
          new FutureTask<>(
              () -> Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), args));
    }

    Use start() {
      Thread.ofPlatform().daemon().start(code);
      return this;
    }

    /** Waits for the end, which must be successful, and returns the output. */
    String output() throws Exception {
      assertThat(code.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("%s", err).isZero();
      return out.toString();
    }
  }

  private final CountDownLatch gate = new CountDownLatch(1);
  @TempDir private Path folder;
  private String source = "";

  @BeforeEach
  void writeFlow() throws IOException {
    source = Files.writeString(folder.resolve("Parcels.java"), SOURCE).toString();
    System.getProperties().put(GATE, gate);
  }

  @AfterEach
  void openGate() {
    gate.countDown();
    System.getProperties().remove(GATE);
  }

  private Use start(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--home=" + folder.resolve("home"));
    return new Use(all.toArray(String[]::new)).start();
  }

  private String praetor(String... args) throws Exception {
    return start(args).output();
  }

  private void runOnce() throws Exception {
    gate.countDown();
    praetor("run", source, "--quiet");
  }

  /** Starts a run that waits at its gate. */
  private Use runToGate() {
    Use run = start("run", source, "--quiet");
    await()
        .atMost(PATIENCE)
        .until(() -> {
          Use logs = start("runs", "logs", "latest");
          return logs.code.get(PATIENCE.toSeconds(), TimeUnit.SECONDS) == 0
              && logs.out.toString().contains("the van waits");
        });
    return run;
  }

  @Test
  void the_logs_of_a_run_are_printed_in_order_with_who_wrote_them() throws Exception {
    runOnce();
    assertThat(praetor("runs", "logs", "latest"))
        .contains("INFO  pack[0]#1 packing parcel 1", "WARN  pack[1]#1 parcel 2 is heavy")
        .containsSubsequence("the van waits", "the van leaves");
  }

  @Test
  void a_node_that_a_run_has_not_reached_yet_has_not_started() throws Exception {
    String waits = "Task.of(Parcels::send).call(";
    String after = "Task.of(\"after\", Integer.class, (Integer n) -> n).call(" + waits;
    String code = SOURCE.replace(waits, after).replace(".collect())", ".collect()))");
    Files.writeString(Path.of(source), code);
    Use run = runToGate();
    assertThat(praetor("runs", "show", "latest"))
        .containsPattern("send +Running")
        .containsPattern("after +not started yet")
        .doesNotContain("did not run");
    gate.countDown();
    run.output();
  }

  @Test
  void the_logs_of_a_run_are_narrowed_to_a_task_run_and_a_level() throws Exception {
    runOnce();
    assertThat(praetor("runs", "logs", "latest", "pack[1]"))
        .contains("packing parcel 2", "heavy")
        .doesNotContain("parcel 1", "van");
    assertThat(praetor("runs", "logs", "latest", "--level", "warn").lines()).hasSize(1);
    Use wrong = start("runs", "logs", "latest", "--level", "loud");
    assertThat(wrong.code.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotZero();
    assertThat(wrong.err.toString())
        .contains("--level must be one of trace, debug, info, warn, error, not 'loud'");
  }

  @Test
  void the_logs_of_a_run_as_json_are_an_object_a_line() throws Exception {
    runOnce();
    assertThat(praetor("runs", "logs", "latest", "pack", "--level", "warn", "--json").lines())
        .singleElement()
        .extracting(line -> JsonMapper.shared().readTree(line))
        .satisfies(json -> {
          assertThat(json.path("node").asString()).isEqualTo("pack");
          assertThat(json.path("index").asInt()).isEqualTo(1);
          assertThat(json.path("level").asString()).isEqualTo("WARN");
          assertThat(json.path("text").asString()).isEqualTo("parcel 2 is heavy");
        });
  }

  @Test
  void followed_logs_are_printed_during_the_run_and_end_with_it() throws Exception {
    Use run = runToGate();
    Use logs = start("runs", "logs", "latest", "--follow");
    await().atMost(PATIENCE).until(() -> logs.out.toString().contains("the van waits"));
    assertThat(logs.code.isDone()).isFalse();
    gate.countDown();
    assertThat(logs.output()).contains("the van leaves");
    run.output();
  }

  @Test
  void a_run_that_is_followed_is_shown_whole_when_it_has_ended() throws Exception {
    Use run = runToGate();
    Use shown = start("runs", "show", "latest", "--follow");
    assertThat(praetor("runs", "show", "latest")).contains("Running");
    assertThat(shown.code.isDone()).isFalse();
    gate.countDown();
    assertThat(shown.output())
        .contains("✓ parcels", "✓ send", "2 Success")
        .doesNotContain("Running");
    run.output();
  }

  @Test
  void old_runs_are_pruned_after_a_dry_run_lists_them() throws Exception {
    for (int i = 0; i < 3; i++) {
      runOnce();
    }
    assertThat(praetor("runs", "prune", "--keep", "1", "--dry-run"))
        .contains("would delete ", "Would delete 2 runs and 0 large results.");
    assertThat(praetor("runs", "prune", "--older-than", "1d")).contains("Deleted 0 runs");
    assertThat(praetor("runs", "prune", "--keep", "1", "--flow", "others"))
        .contains("Deleted 0 runs");
    assertThat(praetor("runs", "prune", "--keep", "1")).contains("Deleted 2 runs");
    assertThat(JsonMapper.shared().readTree(praetor("runs", "list", "--json"))).hasSize(1);
    Use aimless = start("runs", "prune");
    assertThat(aimless.code.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotZero();
    assertThat(aimless.err.toString()).contains("choose the runs: --older-than 30d");
  }
}
