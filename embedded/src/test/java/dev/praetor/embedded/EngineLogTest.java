package dev.praetor.embedded;

import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.RunId;
import dev.praetor.Task;
import dev.praetor.TaskPath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The log of an application about runs that nobody awaits. */
@Tag("database")
class EngineLogTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  @TempDir Path folder;
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.praetor");
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(log);
  }

  private List<String> warnings(RunId run) {
    return List.copyOf(log.list).stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .filter(event -> String.valueOf(event.getKeyValuePairs()).contains(run.toString()))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void a_run_that_fails_is_logged_with_its_reason() {
    Flow<Integer> flow =
        Flow.define(
            "failing",
            _ ->
                Task.of(
                        "divide",
                        Integer.class,
                        (Integer x) -> {
                          throw new IllegalStateException("no more of " + x);
                        })
                    .call(value(7)));
    try (PraetorEngine praetor = Praetor.open(Home.of(folder))) {
      RunId run = praetor.run(flow).id();
      await().atMost(PATIENCE).until(() -> !warnings(run).isEmpty());
      assertThat(warnings(run))
          .containsExactly(
              "the run is Failed: divide is Failed: IllegalStateException: no more of 7");
    }
  }

  @Test
  void a_run_that_waits_for_the_earlier_code_of_its_flow_is_logged_once() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    RunId run;
    try (PraetorEngine before = Praetor.open(Home.of(folder).grace(Duration.ZERO))) {
      run = before.start(flow("wait", never)).id();
      await()
          .atMost(PATIENCE)
          .until(() -> before.history().taskRun(run, TaskPath.parse("wait")).isPresent());
    }
    try (PraetorEngine after = Praetor.open(Home.of(folder))) {
      after.serve(flow("renamed", never));
      await().atMost(PATIENCE).until(() -> !warnings(run).isEmpty());
      assertThat(warnings(run))
          .singleElement()
          .asString()
          .contains("flow 'waiting' has changed since the run began: restart the run");
    }
  }

  private static Flow<Integer> flow(String task, CountDownLatch gate) {
    return Flow.define(
        "waiting",
        _ ->
            Task.of(
                    task,
                    Integer.class,
                    (Integer x) -> {
                      gate.await();
                      return x;
                    })
                .call(value(1)));
  }
}
