package dev.praetor.examples.orders;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * Partners who note each call in a table, for tests that kill the shop. In a process with the
 * variable {@code SHOP_HOLD}, the named partner does not answer: the mail, or the carrier from the
 * hundredth parcel of an order on.
 */
public final class WatchedPartners {
  /** The number of the first parcel that a carrier who is held does not answer. */
  static final int HELD_FROM = 100;

  static final String CARRIER = "carrier";
  static final String MAIL = "mail";

  private static final CountDownLatch NEVER = new CountDownLatch(1);

  private final String url;
  private final String held;
  private final Set<Long> called = ConcurrentHashMap.newKeySet();

  private WatchedPartners(String url, String held) {
    this.url = url;
    this.held = held;
  }

  /** Returns the partners of a process with these environment variables. */
  public static Partners of(Map<String, String> environment) {
    WatchedPartners watched =
        new WatchedPartners(
            environment.getOrDefault("SHOP_LEDGER", ""), environment.getOrDefault("SHOP_HOLD", ""));
    return new Partners(watched::charge, watched::send, watched::mail);
  }

  private String charge(long order) throws IOException {
    note("charge");
    if (called.add(order)) {
      throw new IOException("the bank does not answer");
    }
    return "payment-" + order;
  }

  private String send(Parcel parcel) throws InterruptedException {
    note("send " + parcel.number());
    if (held.equals(CARRIER) && parcel.number() >= HELD_FROM) {
      NEVER.await();
    }
    return "parcel-" + parcel.order() + "-" + parcel.number();
  }

  private void mail(String customer, String text) throws InterruptedException {
    note("mail");
    if (held.equals(MAIL)) {
      NEVER.await();
    }
  }

  private void note(String call) {
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO ledger (call) VALUES (?)")) {
      insert.setString(1, call);
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("the call cannot be noted", e);
    }
  }
}
