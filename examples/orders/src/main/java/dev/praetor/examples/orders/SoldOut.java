package dev.praetor.examples.orders;

/** Thrown if an order contains an article that is not in stock. */
public final class SoldOut extends RuntimeException {
  private static final long serialVersionUID = 1;

  public SoldOut(String article) {
    super("there is no more of article '" + article + "'");
  }
}
