package dev.praetor.examples.orders;

import java.util.List;

/** An order as a customer places it. */
public record NewOrder(String customer, List<String> articles) {
  /**
   * Checks the order.
   *
   * @throws IllegalArgumentException if the customer or the articles are missing
   */
  public NewOrder {
    if (customer.isBlank()) {
      throw new IllegalArgumentException("an order needs a customer");
    }
    if (articles.isEmpty()) {
      throw new IllegalArgumentException("an order needs at least one article");
    }
    articles = List.copyOf(articles);
  }
}
