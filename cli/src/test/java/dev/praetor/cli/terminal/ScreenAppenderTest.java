package dev.praetor.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.praetor.Flow;
import dev.praetor.RunId;
import dev.praetor.Secret;
import dev.praetor.Task;
import dev.praetor.TaskContext;
import dev.praetor.engine.Journal;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.spi.SecretProvider;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ScreenAppenderTest {
  static int talk() {
    TaskContext.current().logger().info("by the context: {}", Secret.named("TOKEN").get());
    LoggerFactory.getLogger("library")
        .atWarn()
        .addKeyValue("n", 7)
        .setCause(new IllegalStateException("with hush-hush"))
        .log("by a library");
    return 1;
  }

  /** Records log lines only. */
  private static final class Lines implements Journal {
    final Queue<LogLine> lines = new ConcurrentLinkedQueue<>();

    @Override
    public void append(Batch batch, Receipt receipt) {
      receipt.durable();
    }

    @Override
    public void log(LogLine line) {
      lines.add(line);
    }
  }

  @Test
  void what_is_logged_in_a_task_is_kept_with_its_attempt_once_and_masked() {
    Lines journal = new Lines();
    Flow<Integer> flow =
        Flow.define("f", f -> Task.of(ScreenAppenderTest::talk).secrets("TOKEN").call());
    RunId id =
        LocalRun.of(flow)
            .with(s -> s.withSecrets(SecretProvider.of(Map.of("TOKEN", "hush-hush"))))
            .with(s ->
                s.withPersistence(new RunSettings.Persistence(journal, s.persistence().cache())))
            .run()
            .id();
    LoggerFactory.getLogger("outside").info("of no task");
    List<Journal.LogLine> lines = List.copyOf(journal.lines);
    assertThat(lines).extracting(Journal.LogLine::logger).containsExactly("f.talk", "library");
    assertThat(lines).allMatch(l -> l.run().equals(id) && l.node().equals("talk"));
    assertThat(lines).allMatch(l -> l.index() == -1 && l.attempt() == 1);
    assertThat(lines.getFirst().level()).isEqualTo("INFO");
    assertThat(lines.getFirst().text()).isEqualTo("by the context: ***");
    assertThat(lines.getLast().text())
        .startsWith("by a library n=\"7\"\njava.lang.IllegalStateException: with ***\n\tat ")
        .doesNotContain("hush");
  }

  @Test
  void a_line_about_the_store_names_its_exception_without_a_trace() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Throwable thrown = new IllegalStateException("batch", new IOException("refused"));
    String store =
        ScreenAppender.cause(
            new LoggingEvent(
                "",
                context.getLogger("dev.praetor.store.write.Writer"),
                Level.WARN,
                "m",
                thrown,
                null));
    assertThat(store).isEqualTo(" (IOException: refused)");
    String other =
        ScreenAppender.cause(
            new LoggingEvent("", context.getLogger("app"), Level.WARN, "m", thrown, null));
    assertThat(other).contains("IllegalStateException: batch", "\tat ");
  }
}
