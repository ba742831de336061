package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.praetor.RunId;
import dev.praetor.engine.Journal;
import dev.praetor.store.db.Database;
import dev.praetor.store.model.LogFilter;
import dev.praetor.store.model.Retention;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.model.StoredLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of log lines, on each database. */
@ParameterizedClass
@EnumSource
class LogsTest extends StoreTest {
  LogsTest(Databases databases) {
    super(databases);
  }

  @Test
  void lines_are_read_back_in_order_and_can_be_filtered() {
    RunId run = new RunId(UUID.randomUUID());
    Journal journal = store.journal(Flows.wide("wide", 1), Flows.ORIGIN);
    for (int i = 0; i < 1_000; i++) {
      journal.log(line(run, i % 100 == 0 ? "WARN" : "INFO", "line " + i + " \u0000"));
    }
    journal.log(new Journal.LogLine(run, "all", -1, 2, Instant.EPOCH, "ERROR", "test", "last"));
    List<StoredLog> all = awaitLogs(run, 1_001);
    assertThat(all)
        .extracting(StoredLog::text)
        .isEqualTo(
            IntStream.rangeClosed(0, 1_000)
                .mapToObj(i -> i == 1_000 ? "last" : "line " + i + " \uFFFD")
                .toList());
    assertThat(all.getLast())
        .usingRecursiveComparison()
        .ignoringFields("id")
        .isEqualTo(new StoredLog(0, "all", -1, 2, Instant.EPOCH, "ERROR", "test", "last"));
    assertThat(store.logs(run, LogFilter.all().withLevel("warn"))).hasSize(11);
    assertThat(store.logs(run, LogFilter.all().withNode("greet").withIndex(2))).hasSize(1_000);
    assertThat(store.logs(run, LogFilter.all().withNode("greet").withIndex(1))).isEmpty();
    List<StoredLog> page = store.logs(run, LogFilter.all().withLimit(10));
    assertThat(store.logs(run, LogFilter.all().withAfter(page.getLast().id()).withLimit(10)))
        .isEqualTo(all.subList(10, 20));
    assertThatThrownBy(() -> LogFilter.all().withLevel("loud"))
        .hasMessageContaining("there is no level 'loud'");
  }

  @Test
  void a_line_that_is_too_long_is_cut_and_says_so() {
    RunId run = new RunId(UUID.randomUUID());
    store.journal(Flows.wide("wide", 1), Flows.ORIGIN).log(line(run, "INFO", "x".repeat(20_000)));
    assertThat(awaitLogs(run, 1).getFirst().text())
        .hasSizeLessThan(17_000)
        .endsWith("xxx… (cut: it has 20000 characters)");
  }

  @Test
  void lines_that_come_too_fast_are_counted() {
    RunId run = new RunId(UUID.randomUUID());
    Journal journal = store.journal(Flows.wide("wide", 1), Flows.ORIGIN);
    String text = "x".repeat(16_000);
    int given = 20_000;
    for (int i = 0; i < given; i++) {
      journal.log(line(run, "INFO", text));
    }
    reopen();
    List<StoredLog> kept = store.logs(run, LogFilter.all().withLimit(given + 1_000));
    int told =
        kept.stream()
            .filter(line ->
                line.text().endsWith("left out: they came faster than they could be written"))
            .mapToInt(line -> Integer.parseInt(line.text().split(" ", 3)[1]))
            .sum();
    long whole = kept.stream().filter(line -> line.text().equals(text)).count();
    assertThat(told).isPositive();
    assertThat(told + whole).isEqualTo(given);
  }

  @Test
  void lines_are_kept_for_as_long_as_the_options_say() {
    RunId run = new RunId(UUID.randomUUID());
    Instant now = Instant.now();
    StoreOptions options =
        StoreOptions.defaults().withRetention(Retention.DEFAULT.withLogs(Duration.ofDays(50)));
    Database fresh = databases.fresh();
    try (RunStore before =
        RunStore.open(fresh, options, InstantSource.fixed(now.minus(Duration.ofDays(60))))) {
      before.journal(Flows.wide("wide", 1), Flows.ORIGIN).log(line(run, "INFO", "old"));
    }
    try (RunStore between =
        RunStore.open(fresh, options, InstantSource.fixed(now.minus(Duration.ofDays(40))))) {
      between.journal(Flows.wide("wide", 1), Flows.ORIGIN).log(line(run, "INFO", "recent"));
    }
    try (RunStore after = RunStore.open(fresh, options)) {
      await().atMost(PATIENCE).until(() -> after.logs(run, LogFilter.all()).size() < 2);
      assertThat(after.logs(run, LogFilter.all()))
          .extracting(StoredLog::text)
          .containsExactly("recent");
    }
  }

  @Test
  void old_lines_are_deleted() {
    RunId old = new RunId(UUID.randomUUID());
    RunId recent = new RunId(UUID.randomUUID());
    Instant now = Instant.now();
    Database fresh = databases.fresh();
    try (RunStore before =
        RunStore.open(
            fresh, StoreOptions.defaults(), InstantSource.fixed(now.minus(Duration.ofDays(40))))) {
      before.journal(Flows.wide("wide", 1), Flows.ORIGIN).log(line(old, "INFO", "old"));
    }
    try (RunStore after = RunStore.open(fresh, StoreOptions.defaults())) {
      after.journal(Flows.wide("wide", 1), Flows.ORIGIN).log(line(recent, "INFO", "recent"));
      await().atMost(PATIENCE).until(() -> after.logs(old, LogFilter.all()).isEmpty());
      await().atMost(PATIENCE).until(() -> after.logs(recent, LogFilter.all()).size() == 1);
    }
  }
}
