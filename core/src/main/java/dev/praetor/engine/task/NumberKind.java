package dev.praetor.engine.task;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** The types of numbers that hold only some numbers, with their ranges. */
enum NumberKind {
  BYTE(Byte.class, byte.class, Byte.MIN_VALUE, Byte.MAX_VALUE),
  SHORT(Short.class, short.class, Short.MIN_VALUE, Short.MAX_VALUE),
  INTEGER(Integer.class, int.class, Integer.MIN_VALUE, Integer.MAX_VALUE),
  LONG(Long.class, long.class, Long.MIN_VALUE, Long.MAX_VALUE),
  FLOAT(Float.class, float.class, Float.MAX_VALUE, Float.MIN_VALUE),
  DOUBLE(Double.class, double.class, Double.MAX_VALUE, Double.MIN_VALUE);

  private static final List<String> NOT_FINITE = List.of("NaN", "Infinity", "-Infinity");

  /** The class of objects. */
  final Class<?> type;

  final Class<?> primitive;
  private final String first;
  private final String second;

  NumberKind(Class<?> type, Class<?> primitive, Number first, Number second) {
    this.type = type;
    this.primitive = primitive;
    this.first = first.toString();
    this.second = second.toString();
  }

  boolean isWhole() {
    return this != FLOAT && this != DOUBLE;
  }

  /**
   * Returns the words that say which numbers there are, as in {@code Byte, a whole number from -128
   * to 127}.
   *
   * @param text the number that this type does not hold
   */
  String range(String text) {
    String name = type.getSimpleName();
    if (isWhole()) {
      return name + ", a whole number from " + first + " to " + second;
    }
    return !Double.isInfinite(parse(text).doubleValue())
        ? name + ", whose smallest positive number is " + second
        : name + " from -" + first + " to " + first;
  }

  /** Returns the number of a JSON text; empty if this type does not hold it. */
  Optional<Number> ofNumber(String text) {
    return isWhole() ? whole(text) : decimal(text);
  }

  /** Returns the number that is no finite number and has this name, if the type holds it. */
  Optional<Number> named(String text) {
    return !isWhole() && NOT_FINITE.contains(text) ? Optional.of(parse(text)) : Optional.empty();
  }

  private Optional<Number> whole(String text) {
    BigInteger number;
    try {
      number = new BigInteger(text);
    } catch (NumberFormatException notWhole) {
      return Optional.empty();
    }
    boolean fits =
        number.compareTo(new BigInteger(first)) >= 0
            && number.compareTo(new BigInteger(second)) <= 0;
    return fits ? Optional.of(parse(text)) : Optional.empty();
  }

  private Optional<Number> decimal(String text) {
    Number number = parse(text);
    boolean isZero = number.doubleValue() == 0;
    return Double.isInfinite(number.doubleValue()) || isZero && hasDigit(text)
        ? Optional.empty()
        : Optional.of(number);
  }

  /** Returns whether a number is not zero as it is written. */
  private static boolean hasDigit(String text) {
    int end = Math.max(text.indexOf('e'), text.indexOf('E'));
    return text.substring(0, end < 0 ? text.length() : end)
        .chars()
        .anyMatch(c -> c >= '1' && c <= '9');
  }

  private Number parse(String text) {
    return switch (this) {
      case BYTE -> Byte.valueOf(text);
      case SHORT -> Short.valueOf(text);
      case INTEGER -> Integer.valueOf(text);
      case LONG -> Long.valueOf(text);
      case FLOAT -> Float.valueOf(text);
      case DOUBLE -> Double.valueOf(text);
    };
  }
}
