package dev.praetor.examples.orders.http;

import dev.praetor.examples.orders.WatchedPartners;

/** The shop with partners who note each call. */
final class WatchedShop {
  private WatchedShop() {}

  public static void main(String[] args) throws Exception {
    Shop.open(Settings.of(System.getenv()), WatchedPartners.of(System.getenv()));
  }
}
