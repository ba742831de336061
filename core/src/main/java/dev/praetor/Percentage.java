package dev.praetor;

/** A part of a whole, 0 to 100. A type of its own, so that 1 is never mistaken for all. */
public record Percentage(double value) {
  public Percentage {
    if (!(value >= 0 && value <= 100)) {
      throw new IllegalArgumentException("a percentage is 0 to 100, not " + value);
    }
  }

  /** For example {@code Percentage.of(50)}: half. */
  public static Percentage of(double value) {
    return new Percentage(value);
  }

  @Override
  public String toString() {
    return (value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value))
        + " %";
  }
}
