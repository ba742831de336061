package dev.praetor.examples.orders.spring;

import dev.praetor.examples.orders.OneShopContract;

/** The process of the application on Spring Boot. */
class OneShopTest extends OneShopContract {
  OneShopTest() throws Exception {
    super(WatchedShop.class);
  }
}
