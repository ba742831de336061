package dev.praetor.cli.terminal;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.Secret;
import dev.praetor.Task;
import dev.praetor.TaskContext;
import dev.praetor.engine.Journal;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.spi.SecretProvider;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Output that tasks print is shown, and kept in their log with their attempt. */
@Isolated("it replaces System.out")
class TaskOutputTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Lines journal = new Lines();
  private @Nullable FlowResult<?> result;

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
    return lines(flow, Map.of("TOKEN", "hush-hush"));
  }

  private List<Journal.LogLine> lines(Flow<?> flow, Map<String, String> secrets) {
    TaskOutput.captureLogging();
    Screen screen = new Screen(stream(err), false);
    try (TaskOutput _ = new TaskOutput(screen, Optional.of(stream(out)), InstantSource.system())) {
      result =
          LocalRun.of(flow)
              .with(s -> s.withSecrets(SecretProvider.of(secrets)))
              .with(s ->
                  s.withPersistence(new RunSettings.Persistence(journal, s.persistence().cache())))
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

  private static int printKey() {
    String encoded = Base64.getMimeEncoder().encodeToString(Secret.named("KEY").bytes());
    System.out.println(encoded);
    encoded.lines().forEach(System.err::println);
    encoded.lines().forEach(Logger.getLogger("jul")::info);
    encoded.lines().forEach(line -> TaskContext.current().logger().info(line));
    Secret.named("KEY").lines().forEach(System.out::println);
    throw new IllegalStateException("bad key:\n" + encoded + " or " + encoded.substring(9, 60));
  }

  @Test
  void of_a_secret_that_is_printed_line_by_line_no_line_is_shown_or_kept() {
    String key =
        Stream.of("the first", "a second", "and so on", "some more")
            .map(part -> (part + " line of the key ").repeat(2).strip())
            .collect(Collectors.joining("\n"));
    Flow<Integer> flow =
        Flow.define("f", f -> Task.of(TaskOutputTest::printKey).secrets("KEY").call());
    List<String> kept = lines(flow, Map.of("KEY", key)).stream().map(line -> line.text()).toList();
    assertThat(kept).hasSize(20).containsOnly("***");
    String shown = out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
    assertThat(shown.lines()).allMatch(line -> line.endsWith("***"));
    assertThat(
            Objects.requireNonNull(result).taskRun("print_key").failure().orElseThrow().message())
        .isEqualTo("bad key:\n*** or ***");
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
