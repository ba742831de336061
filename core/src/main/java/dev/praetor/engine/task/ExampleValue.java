package dev.praetor.engine.task;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;

/** Examples of the texts that parameters of common types take, for messages. */
final class ExampleValue {
  private static final Map<Type, String> EXAMPLES =
      Map.ofEntries(
          Map.entry(Integer.class, "7"),
          Map.entry(Long.class, "7"),
          Map.entry(Short.class, "7"),
          Map.entry(Byte.class, "7"),
          Map.entry(BigInteger.class, "7"),
          Map.entry(Double.class, "2.5"),
          Map.entry(Float.class, "2.5"),
          Map.entry(BigDecimal.class, "2.50"),
          Map.entry(Boolean.class, "true"),
          Map.entry(String.class, "text"),
          Map.entry(LocalDate.class, "2026-01-31"),
          Map.entry(LocalTime.class, "08:30"),
          Map.entry(Instant.class, "2026-01-31T08:30:00Z"),
          Map.entry(ZonedDateTime.class, "2026-01-31T08:30:00+01:00[Europe/Berlin]"),
          Map.entry(Duration.class, "PT1H30M"));

  private ExampleValue() {}

  static Optional<String> of(Type type) {
    if (type instanceof Class<?> enumeration && enumeration.isEnum()) {
      Object[] constants = enumeration.getEnumConstants();
      return constants == null || constants.length == 0
          ? Optional.empty()
          : Optional.of(((Enum<?>) constants[0]).name());
    }
    return Optional.ofNullable(EXAMPLES.get(type));
  }
}
