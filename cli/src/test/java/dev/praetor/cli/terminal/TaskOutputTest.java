package dev.praetor.cli.terminal;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Secret;
import dev.praetor.Task;
import dev.praetor.engine.Journal;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.spi.SecretProvider;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Output that tasks print is shown, and kept in their log with their attempt. */
@Isolated("it replaces System.out")
class TaskOutputTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Lines journal = new Lines();

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

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private List<Journal.LogLine> lines(Flow<?> flow) {
    TaskOutput.captureLogging();
    Screen screen = new Screen(stream(err), false);
    try (TaskOutput _ = new TaskOutput(screen, Optional.of(stream(out)), InstantSource.system())) {
      LocalRun.of(flow)
          .with(s -> s.withSecrets(SecretProvider.of(Map.of("TOKEN", "hush-hush"))))
          .with(
              s -> s.withPersistence(new RunSettings.Persistence(journal, s.persistence().cache())))
          .run();
    }
    return List.copyOf(journal.lines);
  }

  private static int print(int number) throws InterruptedException {
    System.out.println("line " + number + " " + Secret.named("TOKEN").get());
    Thread started = new Thread(() -> System.out.println("thread of " + number + " hush-hush"));
    started.start();
    started.join();
    Logger.getLogger("jul").warning("logged " + number);
    System.err.print("incomplete " + number);
    System.out.close();
    return number;
  }

  @Test
  void printed_lines_are_kept_with_the_task_run_that_printed_them_and_masked() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of(TaskOutputTest::print)
                    .secrets("TOKEN")
                    .concurrency(1)
                    .map(each(value(List.of(7, 8))))
                    .collect());
    List<Journal.LogLine> second = lines(flow).stream().filter(l -> l.index() == 1).toList();
    assertThat(second)
        .extracting(Journal.LogLine::text)
        .containsExactlyInAnyOrder("line 8 ***", "thread of 8 ***", "logged 8", "incomplete 8");
    assertThat(second)
        .extracting(Journal.LogLine::logger)
        .contains("System.out", "System.err", "jul");
    assertThat(second).allMatch(line -> line.attempt() == 1 && line.node().equals("print"));
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("line 7 ***", "line 8 ***", "thread of 8 ***")
        .doesNotContain("hush");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("incomplete 7", "incomplete 8");
  }

  @Test
  void control_characters_that_tasks_print_are_shown_as_escapes() {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "p",
                        Integer.class,
                        () -> {
                          System.out.println("\u001b]0;title\u0007");
                          return 1;
                        })
                    .call());
    lines(flow);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("\\u001b]0;title\\u0007\n");
  }
}
