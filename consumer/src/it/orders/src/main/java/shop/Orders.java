package shop;

import static dev.praetor.Praetor.each;

import dev.praetor.Flow;
import dev.praetor.Retry;
import dev.praetor.Signal;
import dev.praetor.Task;
import java.time.Duration;
import java.util.List;

/** Ships the orders of a shop. */
public class Orders {
  public record Order(int id, String customer) {}

  List<Order> load(String shop) {
    throw new IllegalStateException("no network for " + shop);
  }

  String ship(Order order) {
    if (order.id() < 0) {
      throw Signal.skip("order " + order.id() + " is a trial");
    }
    return "shipped to " + order.customer();
  }

  public Flow<List<String>> flow() {
    return Flow.define(
        "orders",
        flow -> {
          var load = Task.of(this::load).retry(Retry.times(2).every(Duration.ofHours(1)));
          var ship = Task.of(this::ship).label(Order::customer);
          return ship.map(each(load.call(flow.parameter("shop", "main")))).collect();
        });
  }
}
