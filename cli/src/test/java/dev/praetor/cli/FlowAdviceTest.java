package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.Task;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreLocation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Advice that the commands about registered flows give without being asked. */
class FlowAdviceTest {
  private static final Flow<String> FLOW =
      Flow.define("greeting", f -> Task.of("greet", String.class, () -> "hello").call())
          .needs("gpu");

  @TempDir private Path home;

  @BeforeEach
  void register() {
    try (RunStore store = RunStore.open(new StoreLocation.Home(home))) {
      var _ =
          store
              .registeredFlows()
              .register(
                  new Registration(
                      Registration.DEFAULT_PROJECT,
                      Map.of(FLOW.name(), FLOW.spec()),
                      FlowPackage.SERVED),
                  "ann");
    }
  }

  private record Said(int code, String out, String err) {}

  private Said praetor(StringWriter err, String... args) {
    StringWriter out = new StringWriter();
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--home=" + home);
    int code =
        Main.execute(
            new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    return new Said(code, out.toString(), err.toString());
  }

  private Said praetor(String... args) {
    return praetor(new StringWriter(), args);
  }

  @Test
  void a_name_that_is_misspelt_is_followed_by_the_right_one() {
    assertThat(praetor("flows", "show", "greting").err()).contains("is it 'greeting'?");
    assertThat(praetor("flows", "run", "Greetings").err()).contains("is it 'greeting'?");
    assertThat(praetor("flows", "show", "report").err())
        .contains("no flow 'report'")
        .doesNotContain("is it");
  }

  @Test
  void the_pool_and_the_labels_of_workers_are_shown() {
    assertThat(praetor("flows", "show", "greeting").out()).contains("needs gpu");
    assertThat(praetor("flows", "set", "greeting", "--pool", "reports").code()).isZero();
    assertThat(praetor("flows", "show", "greeting").out())
        .contains("pool reports (set), needs gpu");
    assertThat(praetor("flows", "list").out()).contains("pool reports");
    assertThat(praetor("flows", "show", "greeting", "--json").out())
        .contains("\"pool\" : \"reports\"");
  }

  @Test
  void a_schedule_that_is_over_is_refused() {
    Said said = praetor("schedules", "add", "greeting", "--date", "2020-01-01T10:00:00Z");
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.err()).contains("no occurrence from now on");
    assertThat(praetor("schedules", "list").out()).doesNotContain("2020");
  }

  @Test
  void who_waits_for_a_run_is_told_why_it_waits() {
    StringWriter err = new StringWriter();
    CompletableFuture<Said> ended =
        CompletableFuture.supplyAsync(() -> praetor(err, "flows", "run", "greeting", "--wait"));
    await()
        .until(() ->
            err.toString().contains("waits: no process that is alive serves flow 'greeting'"));
    assertThat(praetor("runs", "cancel", "latest").code()).isZero();
    assertThat(ended.join().code()).isEqualTo(130);
  }
}
