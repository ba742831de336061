package dev.praetor.examples.orders;

import java.time.Instant;
import java.util.Optional;

/** The orders of the shop. */
public interface Orders {
  /** Returns an order. */
  Optional<Order> find(long id);

  /** Returns the number of orders that were placed from one time until before another. */
  int placedBetween(Instant from, Instant until);

  /** Keeps the report of the day before a time, in place of an earlier one. */
  void keepReport(Instant until, int orders);
}
