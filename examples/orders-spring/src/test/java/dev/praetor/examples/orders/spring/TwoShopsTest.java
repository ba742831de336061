package dev.praetor.examples.orders.spring;

import dev.praetor.examples.orders.TwoShopsContract;

/** Two processes of the application on Spring Boot. */
class TwoShopsTest extends TwoShopsContract {
  TwoShopsTest() throws Exception {
    super(WatchedShop.class);
  }
}
