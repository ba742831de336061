package dev.praetor.examples.orders.http;

import dev.praetor.examples.orders.OneShopContract;

/** The process of the application on the JDK's web server. */
class OneShopTest extends OneShopContract {
  OneShopTest() throws Exception {
    super(WatchedShop.class);
  }
}
