package shop;

import static dev.praetor.Praetor.with;

import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.PraetorExtension;
import dev.praetor.testkit.SettableClock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

class OrdersTest {
  @Test
  void all_orders_except_trials_are_shipped() {
    FlowTester.of(new Orders().flow())
        .replace("load", List.of(new Orders.Order(1, "Ann"), new Orders.Order(-1, "Bo")))
        .run(with("shop", "north"))
        .ended("Success")
        .childrenEnded("ship", "Success", "Skipped");
  }

  @Test
  @ExtendWith(PraetorExtension.class)
  void loading_is_retried_for_two_hours(SettableClock clock) {
    FlowTester.of(new Orders().flow()).clock(clock).run().ended("Failed").took("load", 3);
  }
}
