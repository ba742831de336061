package dev.praetor.examples.orders;

import static dev.praetor.Praetor.with;
import static dev.praetor.StateType.PAUSED;
import static dev.praetor.StateType.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.TestRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The flows of the shop, without a database. */
class FulfilmentTest {
  private final List<String> mails = Collections.synchronizedList(new ArrayList<>());
  private final List<Instant> reports = Collections.synchronizedList(new ArrayList<>());

  private final Orders orders =
      new Orders() {
        @Override
        public Optional<Order> find(long id) {
          return id == 7
              ? Optional.of(new Order(7, "Ann", List.of("book", "lamp"), ""))
              : Optional.empty();
        }

        @Override
        public int placedBetween(Instant from, Instant until) {
          return (int) Duration.between(from, until).toHours();
        }

        @Override
        public void keepReport(Instant until, int count) {
          reports.add(until);
        }
      };

  private Flow<String> fulfilment() {
    Partners sample = Partners.sample();
    return new Fulfilment(
            orders,
            new Partners(
                sample.bank(), sample.carrier(), (to, text) -> mails.add(to + ": " + text)))
        .flow();
  }

  @Test
  void an_order_is_paid_released_and_sent() throws Exception {
    FlowTester<String>.Started started = FlowTester.of(fulfilment()).start(with("order", 7L));
    started.events().await("approval", PAUSED);
    assertThat(started.run().approve("approval", "Ann")).isTrue();
    TestRun<String> run = started.finish();
    run.ended(SUCCESS).took("pay", 2).childrenEnded("send", "Success", "Success");
    assertThat(mails).containsExactly("Ann: Order 7 is on its way in 2 parcels.");
  }

  @Test
  void an_order_that_does_not_exist_fails_at_once() {
    FlowTester.of(fulfilment())
        .replace("approval", null)
        .run(with("order", 8L))
        .ended("Failed")
        .took("parcels", 1);
  }

  @Test
  void the_report_counts_the_day_before_its_time() {
    Flow<Integer> report = new SalesReport(orders, SalesReport.NIGHTLY).flow();
    TestRun<Integer> run = FlowTester.of(report).run().ended(SUCCESS);
    assertThat(run.value()).isEqualTo(24);
    assertThat(reports).hasSize(1);
    assertThat(report.schedule().orElseThrow().next(2, Instant.parse("2026-07-01T12:00:00Z")))
        .extracting(next -> next.at())
        .containsExactly(
            Instant.parse("2026-07-02T00:00:00Z"), Instant.parse("2026-07-03T00:00:00Z"));
  }
}
