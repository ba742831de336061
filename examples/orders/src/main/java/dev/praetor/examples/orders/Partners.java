package dev.praetor.examples.orders;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The companies that the shop works with. */
public record Partners(Bank bank, Carrier carrier, Mail mail) {
  private static final Logger LOG = LoggerFactory.getLogger(Partners.class);

  /** Charges customers. */
  @FunctionalInterface
  public interface Bank {
    /**
     * Charges the customer of an order, who pays once however often this is called.
     *
     * @return the number of the payment
     * @throws IOException if the bank does not answer
     */
    String charge(long order) throws IOException;
  }

  /** Delivers parcels. */
  @FunctionalInterface
  public interface Carrier {
    /** Hands over a parcel, which is sent once, and returns the number by which it is tracked. */
    String send(Parcel parcel) throws IOException, InterruptedException;
  }

  /** Sends mail. */
  @FunctionalInterface
  public interface Mail {
    /** Sends a mail each time it is called. */
    void send(String customer, String text) throws IOException, InterruptedException;
  }

  /**
   * Returns partners to try the shop with. Their bank answers only the second call for an order.
   */
  public static Partners sample() {
    Set<Long> called = ConcurrentHashMap.newKeySet();
    return new Partners(
        order -> {
          if (called.add(order)) {
            throw new IOException("the bank does not answer");
          }
          return "payment-" + order;
        },
        parcel -> "parcel-" + parcel.order() + "-" + parcel.number(),
        (customer, text) -> LOG.info("mail to {}: {}", customer, text));
  }
}
