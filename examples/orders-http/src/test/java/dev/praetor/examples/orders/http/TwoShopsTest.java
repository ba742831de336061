package dev.praetor.examples.orders.http;

import dev.praetor.examples.orders.TwoShopsContract;

/** Two processes of the application on the JDK's web server. */
class TwoShopsTest extends TwoShopsContract {
  TwoShopsTest() throws Exception {
    super(WatchedShop.class);
  }
}
