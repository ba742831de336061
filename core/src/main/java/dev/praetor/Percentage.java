package dev.praetor;

/**
 * A part of a whole as a percentage. It is a type of its own so that 1 is never mistaken for 100 %.
 * Immutable.
 *
 * @param value the percentage, 0 to 100
 */
public record Percentage(double value) {
  public Percentage {
    if (!(value >= 0 && value <= 100)) {
      throw new IllegalArgumentException("a percentage must be 0 to 100, not " + value);
    }
  }

  /**
   * Returns a percentage: {@code Percentage.of(50)} is half.
   *
   * @throws IllegalArgumentException if the value is not 0 to 100
   */
  public static Percentage of(double value) {
    return new Percentage(value);
  }

  @Override
  public String toString() {
    return (value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value))
        + " %";
  }
}
