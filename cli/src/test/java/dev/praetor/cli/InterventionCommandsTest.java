package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Pausing and resuming a run, and setting states, in each place, all in this process. */
@ParameterizedClass
@EnumSource
class InterventionCommandsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String GATE = "praetor.test.intervention";
  private static final String SOURCE =
      """
      import static dev.praetor.Praetor.*;
      import dev.praetor.*;
      import java.util.concurrent.CountDownLatch;
      class Parcels {
        static int pack(int n) throws Exception {
          ((CountDownLatch) System.getProperties().get("praetor.test.intervention")).await();
          return n;
        }
        static int send(int n) { return 2 * n; }
        static Flow<Integer> flow() {
          return Flow.define("parcels", f -> Task.of(Parcels::send).call(Task.of(Parcels::pack).call(value(3))));
        }
      }
      """;

  /** An execution of the program, and its output. */
  private record Use(StringWriter out, StringWriter err, FutureTask<Integer> code) {
    static Use of(String... args) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      FutureTask<Integer> code =
          new FutureTask<>(
              () -> Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), args));
      Thread.ofPlatform().daemon().start(code);
      return new Use(out, err, code);
    }

    int status() throws Exception {
      return code.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private final CountDownLatch gate = new CountDownLatch(1);
  private final Place kind;
  @TempDir private Path folder;
  private Place.Opened place = Place.HOME.open(Path.of("unused"));
  private String source = "";

  InterventionCommandsTest(Place kind) {
    this.kind = kind;
  }

  @BeforeEach
  void writeFlow() throws IOException {
    place = kind.open(folder.resolve("home"));
    source = Files.writeString(folder.resolve("Parcels.java"), SOURCE).toString();
    System.getProperties().put(GATE, gate);
  }

  @AfterEach
  void openGate() {
    gate.countDown();
    System.getProperties().remove(GATE);
    place.close();
  }

  private Use start(String... args) {
    Place.Opened where = args[0].equals("run") ? Place.HOME.open(folder.resolve("home")) : place;
    return Use.of(where.command(args));
  }

  private String praetor(String... args) throws Exception {
    Use use = start(args);
    assertThat(use.status()).as("%s", use.err()).isZero();
    return use.out().toString();
  }

  private String refusal(String... args) throws Exception {
    Use use = start(args);
    assertThat(use.status()).as("%s", use.out()).isNotZero();
    return use.err().toString();
  }

  /** Starts a run that waits at its gate. */
  private Use runToGate() {
    Use run = start("run", source, "--quiet");
    await()
        .atMost(PATIENCE)
        .until(() -> {
          Use shown = start("runs", "show", "latest", "pack");
          return shown.status() == 0 && shown.out().toString().contains("Running");
        });
    return run;
  }

  @Test
  void a_run_in_progress_is_paused_and_resumed_and_the_messages_say_what_happened()
      throws Exception {
    Use run = runToGate();
    assertThat(refusal("runs", "resume", "latest")).contains("is in progress");
    assertThat(praetor("runs", "pause", "latest", "--why", "the van is broken"))
        .contains("is Paused: paused by ", ": the van is broken (running at that time: pack)");
    assertThat(praetor("runs", "pause", "latest")).contains("was paused before");
    assertThat(praetor("runs", "list", "--state", "paused")).contains("the van is broken");
    assertThat(praetor("runs", "show", "latest")).contains("Paused: paused by ");
    gate.countDown();
    await()
        .atMost(PATIENCE)
        .until(() -> praetor("runs", "show", "latest", "pack").contains("Success"));
    assertThat(run.code().isDone()).isFalse();
    assertThat(praetor("runs", "resume", "latest", "--why", "it is repaired"))
        .contains("was paused; it continues in ");
    assertThat(run.status()).isZero();
    assertThat(refusal("runs", "pause", "latest")).contains("has already ended: it is Success");
  }

  @Test
  void a_task_run_in_progress_is_set_to_success_with_a_result_that_fits() throws Exception {
    Use run = runToGate();
    String set = "set-state";
    assertThat(refusal("runs", set, "latest", "Success", "--why", "x"))
        .contains("is in progress in ", "praetor runs cancel");
    assertThat(refusal("runs", set, "latest", "Success", "--task", "pack", "--why", "x"))
        .contains("give it with --value JSON");
    assertThat(refusal("runs", set, "latest", "Failed", "--task", "pack", "--why", "x"))
        .contains("can be set to Skipped or Success, not to Failed");
    assertThat(refusal("runs", set, "latest", "Skipped", "--task", "nothing", "--why", "x"))
        .contains("nothing");
    assertThat(
            refusal(
                "runs", set, "latest", "Success", "--task", "pack", "--value", "[]", "--why", "x"))
        .contains("the value is not a result of task run 'pack'");
    assertThat(
            praetor(
                "runs",
                set,
                "latest",
                "Success",
                "--task",
                "pack",
                "--value",
                "21",
                "--why",
                "counted by hand"))
        .contains("pack is Success: finished by ", ": counted by hand");
    assertThat(run.status()).isZero();
    assertThat(praetor("runs", "results", "latest", "send").strip()).isEqualTo("42");
  }

  @Test
  void a_skipped_task_run_and_the_state_of_an_ended_run_keep_their_reasons() throws Exception {
    Use run = runToGate();
    assertThat(
            praetor(
                "runs", "set-state", "latest", "skipped", "--task", "pack", "--why", "no parcel"))
        .contains("pack is Skipped: skipped by ", ": no parcel");
    assertThat(run.status()).isZero();
    assertThat(praetor("runs", "set-state", "latest", "failed", "--why", "it was Sunday"))
        .contains("is Failed; it was Success.");
    assertThat(praetor("runs", "show", "latest"))
        .contains("Failed: set to Failed by ", ": it was Sunday");
    assertThat(refusal("runs", "set-state", "latest", "Running", "--why", "x"))
        .contains("cannot be set to Running");
    assertThat(refusal("runs", "set-state", "latest", "Success")).contains("--why");
    assertThat(refusal("runs", "set-state", "latest", "Skipped", "--task", "send", "--why", "x"))
        .contains("has ended", "praetor runs restart");
  }
}
