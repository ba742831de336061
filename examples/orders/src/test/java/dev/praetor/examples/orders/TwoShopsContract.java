package dev.praetor.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The contract of two processes of the shop that share a database, of which one is killed. */
@Tag("process")
@Tag("database")
public abstract class TwoShopsContract {
  private static final int PARCELS = 200;
  private static final int MOST_RUNS = 1_000;
  private static final Map<String, String> EACH_SECOND = Map.of("SHOP_REPORT", "* * * * * *");

  private final Shops shops;

  /**
   * Creates the tests.
   *
   * @param main the class whose main method starts the application with the watched partners
   */
  protected TwoShopsContract(Class<?> main) throws Exception {
    shops = new Shops(main);
  }

  @AfterEach
  void close() {
    shops.close();
  }

  private RunId run() throws Exception {
    return RunId.parse(shops.ledger().read("SELECT run FROM shop_order").getFirst());
  }

  @Test
  void an_order_whose_process_is_killed_among_its_parcels_is_finished_by_the_other_process()
      throws Exception {
    ShopProcess first = shops.start(Map.of("SHOP_HOLD", WatchedPartners.CARRIER));
    String order = first.place("Ann", Collections.nCopies(PARCELS, "book"));
    first.awaitState(order, "Paused");
    ShopProcess second = shops.start(Map.of());
    assertThat(second.approve(order).status()).isEqualTo(200);
    int sent = WatchedPartners.HELD_FROM - 1;
    try (PraetorEngine praetor = shops.observe()) {
      RunId run = run();
      await()
          .atMost(ShopProcess.PATIENCE)
          .untilAsserted(() ->
              assertThat(praetor.history().counts(run, "send"))
                  .containsEntry(StateType.SUCCESS, sent));
    }
    first.kill();
    second.awaitState(order, "Success");
    List<String> calls = shops.ledger().calls();
    assertThat(calls).containsOnlyOnce("mail");
    assertThat(calls)
        .as("what had ended is not done again")
        .containsOnlyOnce(calls(1, sent).toArray(String[]::new));
    assertThat(calls).containsAll(calls(1, PARCELS).toList());
  }

  private static Stream<String> calls(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(i -> "send " + i);
  }

  @Test
  void a_mail_is_not_sent_again_when_its_process_is_killed() throws Exception {
    ShopProcess first = shops.start(Map.of("SHOP_HOLD", WatchedPartners.MAIL));
    String order = first.place("Ann", List.of("book"));
    first.awaitState(order, "Paused");
    ShopProcess second = shops.start(Map.of());
    assertThat(first.approve(order).status()).isEqualTo(200);
    await().atMost(ShopProcess.PATIENCE).until(() -> shops.ledger().calls().contains("mail"));
    first.kill();
    second.awaitState(order, "Failed");
    assertThat(shops.ledger().calls()).containsOnlyOnce("mail");
    try (PraetorEngine praetor = shops.observe()) {
      assertThat(praetor.history().taskRun(run(), TaskPath.parse("tell")))
          .map(StoredTaskRun::state)
          .hasValueSatisfying(state -> assertThat(state.type()).isEqualTo(StateType.CRASHED));
    }
  }

  @Test
  void a_report_is_made_once_at_each_of_its_times() throws Exception {
    ShopProcess first = shops.start(EACH_SECOND);
    shops.start(EACH_SECOND);
    try (PraetorEngine praetor = shops.observe()) {
      awaitReportAfter(praetor, Instant.now().plusSeconds(2));
      first.kill();
      Instant last = Instant.now().plusSeconds(3);
      awaitReportAfter(praetor, last);
      await()
          .atMost(ShopProcess.PATIENCE)
          .untilAsserted(() ->
              assertThat(reports(praetor))
                  .filteredOn(run -> !due(run).isAfter(last))
                  .allMatch(run -> run.state().type() == StateType.SUCCESS));
      List<Instant> times = reports(praetor).stream().map(TwoShopsContract::due).toList();
      assertThat(times).isEqualTo(eachSecond(times.getFirst(), times.size()));
      assertThat(shops.ledger().read("SELECT until FROM sales_report")).hasSizeGreaterThan(5);
    }
  }

  private static void awaitReportAfter(PraetorEngine praetor, Instant time) {
    await()
        .atMost(ShopProcess.PATIENCE)
        .until(() -> reports(praetor).stream().anyMatch(run -> due(run).isAfter(time)));
  }

  /** Returns the runs of the report, in the order in which they were due. */
  private static List<StoredRun> reports(PraetorEngine praetor) {
    RunFilter filter = RunFilter.all().withFlow("sales-report").withLimit(MOST_RUNS);
    return praetor.history().list(filter).stream()
        .sorted(Comparator.comparing(TwoShopsContract::due))
        .toList();
  }

  private static Instant due(StoredRun run) {
    return run.times().scheduled();
  }

  private static List<Instant> eachSecond(Instant first, int times) {
    return IntStream.range(0, times).mapToObj(first::plusSeconds).toList();
  }
}
