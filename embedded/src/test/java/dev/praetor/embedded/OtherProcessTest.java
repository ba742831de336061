package dev.praetor.embedded;

import static dev.praetor.Praetor.value;
import static dev.praetor.Praetor.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.RunId;
import dev.praetor.Task;
import dev.praetor.postgres.PostgresServer;
import dev.praetor.store.model.RunFilter;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Changes that reach another process, which looks at the database by itself only once in an hour.
 */
@Tag("database")
@Tag("process")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OtherProcessTest {
  private static final Duration NEVER = Duration.ofHours(1);
  private static final int TIMES = 4;
  private @Nullable Process child;

  @AfterEach
  void end() {
    if (child != null) {
      child.destroyForcibly();
    }
  }

  private static Home home(String place) {
    Home home;
    if (place.startsWith("jdbc:")) {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setUrl(place);
      source.setUser("postgres");
      home = Home.of(source);
    } else {
      home = Home.of(Path.of(place));
    }
    return home.sweep(NEVER).grace(Duration.ZERO);
  }

  private static String place(Places place) throws Exception {
    return switch (place) {
      case FOLDER -> Files.createTempDirectory("praetor-engine").toString();
      case POSTGRESQL -> PostgresServer.create().url();
    };
  }

  private static Flow<Integer> doubling() {
    var twice = Task.of("twice", Integer.class, (Integer n) -> 2 * n);
    return Flow.define("doubling", flow -> twice.call(flow.parameter("n", Integer.class)));
  }

  /** Returns a flow whose task holds in the other process, and not in this one. */
  private static Flow<Integer> holding(CountDownLatch open) {
    var hold =
        Task.of(
            "hold",
            Integer.class,
            (Integer n) -> {
              open.await();
              return n;
            });
    return Flow.define("holding", flow -> hold.call(value(1)));
  }

  /** The other process. It serves flows until it is ended; its argument is the place. */
  static final class Other {
    private Other() {}

    public static void main(String[] args) throws Exception {
      try (PraetorEngine praetor = Praetor.open(home(args[0]))) {
        praetor.serve(doubling());
        RunId held = praetor.start(holding(new CountDownLatch(1))).id();
        System.out.println("serves, and holds " + held);
        new CountDownLatch(1).await();
      }
    }
  }

  private RunId startOther(String place) throws IOException {
    Process started =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Other.class.getName(),
                place)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    child = started;
    BufferedReader output = started.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    while (line != null && !line.startsWith("serves")) {
      line = output.readLine();
    }
    assertThat(line).isNotNull();
    return RunId.parse(line.substring(line.lastIndexOf(' ') + 1));
  }

  @ParameterizedTest
  @EnumSource
  void a_new_run_reaches_it_and_the_end_comes_back(Places kind) throws Exception {
    String place = place(kind);
    startOther(place);
    CountDownLatch open = new CountDownLatch(1);
    try (PraetorEngine full = Praetor.open(home(place).slots(1))) {
      var blocking = Task.of("block", Integer.class, (Integer n) -> await(open, n));
      full.start(Flow.define("blocking", flow -> blocking.call(value(1))));
      for (int i = 0; i < TIMES; i++) {
        assertThat(full.start(doubling(), with("n", i)).await().value()).isEqualTo(2 * i);
      }
      open.countDown();
    }
  }

  private static int await(CountDownLatch open, int n) throws InterruptedException {
    assertThat(open.await(60, TimeUnit.SECONDS)).isTrue();
    return n;
  }

  @ParameterizedTest
  @EnumSource
  void when_it_is_killed_its_run_is_taken_over_at_once(Places kind) throws Exception {
    String place = place(kind);
    RunId held = startOther(place);
    Flow<Integer> flow = holding(new CountDownLatch(0));
    try (PraetorEngine praetor = Praetor.open(home(place))) {
      praetor.serve(flow);
      // A run of its own that has ended shows that the first look at the others is done.
      praetor.start(doubling(), with("n", 1)).await();
      Objects.requireNonNull(child).destroyForcibly().waitFor();
      assertThat(praetor.follow(held, flow).await().value()).isEqualTo(1);
      assertThat(praetor.history().list(RunFilter.all())).hasSize(2);
    }
  }
}
