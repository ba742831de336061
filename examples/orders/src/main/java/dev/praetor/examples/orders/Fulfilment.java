package dev.praetor.examples.orders;

import static dev.praetor.Praetor.each;

import dev.praetor.Flow;
import dev.praetor.Mapped;
import dev.praetor.Node;
import dev.praetor.Parameter;
import dev.praetor.Retry;
import dev.praetor.Signal;
import dev.praetor.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fulfils an order: the customer pays, a person releases it, and its parcels are sent. */
public final class Fulfilment {
  /** The path of the task run that waits for a person. */
  public static final String APPROVAL = "approval";

  private static final int MOST_PARCELS_AT_ONCE = 8;

  private final Orders orders;
  private final Partners partners;

  public Fulfilment(Orders orders, Partners partners) {
    this.orders = orders;
    this.partners = partners;
  }

  /** Returns the flow, whose value is the text of the mail to the customer. */
  public Flow<String> flow() {
    var pay =
        Task.of(this::pay)
            .retry(
                Retry.times(5)
                    .exponential(Duration.ofMillis(200), Duration.ofMinutes(1))
                    .on(IOException.class));
    var parcels = Task.of(this::parcels);
    var send =
        Task.of(this::send)
            .label(Parcel::article)
            .concurrency(MOST_PARCELS_AT_ONCE)
            .retry(Retry.times(3).every(Duration.ofSeconds(5)).on(IOException.class));
    var tell = Task.of(this::tell).atMostOnce(); // nobody likes the same mail twice

    return Flow.define(
            "fulfilment",
            flow -> {
              Parameter<Long> order = flow.parameter("order", Long.class);
              Node<String> payment = pay.call(order);
              Node<@Nullable Void> released = flow.approval("Send the parcels?").after(payment);
              Mapped<String> sent = send.map(each(parcels.call(order).after(released)));
              return tell.call(order, sent.collect());
            })
        .describedAs("Collects the payment of an order and sends its parcels")
        .runName("order {order}");
  }

  String pay(long order) throws IOException {
    return partners.bank().charge(order);
  }

  List<Parcel> parcels(long order) {
    return find(order).parcels();
  }

  String send(Parcel parcel) throws IOException, InterruptedException {
    return partners.carrier().send(parcel);
  }

  String tell(long order, List<String> sent) throws IOException, InterruptedException {
    String text = "Order %d is on its way in %d parcels.".formatted(order, sent.size());
    partners.mail().send(find(order).customer(), text);
    return text;
  }

  private Order find(long order) {
    return orders
        .find(order)
        .orElseThrow(() -> Signal.fail("there is no order " + order).permanently());
  }
}
