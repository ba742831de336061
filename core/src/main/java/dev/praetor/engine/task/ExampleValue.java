package dev.praetor.engine.task;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
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
          Map.entry(LocalDateTime.class, "2026-01-31T08:30:00"),
          Map.entry(OffsetDateTime.class, "2026-01-31T08:30:00+01:00"),
          Map.entry(ZonedDateTime.class, "2026-01-31T08:30:00+01:00[Europe/Berlin]"),
          Map.entry(Duration.class, "PT1H30M"));

  private ExampleValue() {}

  /** Returns a text for the command line: the value itself, or JSON for lists, maps and records. */
  static Optional<String> of(Type type) {
    if (type instanceof Class<?> enumeration && enumeration.isEnum()) {
      Object[] constants = enumeration.getEnumConstants();
      return constants == null || constants.length == 0
          ? Optional.empty()
          : Optional.of(((Enum<?>) constants[0]).name());
    }
    return Optional.ofNullable(EXAMPLES.get(type)).or(() -> structure(type));
  }

  private static Optional<String> structure(Type type) {
    if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
      Type[] arguments = generic.getActualTypeArguments();
      if (Iterable.class.isAssignableFrom(raw)) {
        return json(arguments[0]).map(element -> "[" + element + "]");
      }
      boolean hasTextKeys = Map.class.isAssignableFrom(raw) && arguments[0] == String.class;
      return hasTextKeys
          ? json(arguments[1]).map(value -> "{\"key\":" + value + "}")
          : Optional.empty();
    }
    if (type instanceof Class<?> record && record.isRecord()) {
      List<String> parts = new ArrayList<>();
      for (RecordComponent component : record.getRecordComponents()) {
        json(component.getGenericType())
            .ifPresent(value -> parts.add("\"" + component.getName() + "\":" + value));
      }
      boolean isWhole = parts.size() == record.getRecordComponents().length;
      return isWhole ? Optional.of("{" + String.join(",", parts) + "}") : Optional.empty();
    }
    return Optional.empty();
  }

  /** Returns an example as a part of JSON, for types without parts of their own. */
  private static Optional<String> json(Type type) {
    Type boxed = MethodReader.boxed(type);
    boolean isBare =
        boxed == Boolean.class
            || boxed instanceof Class<?> raw && Number.class.isAssignableFrom(raw);
    boolean isScalar = EXAMPLES.containsKey(boxed) || boxed instanceof Class<?> raw && raw.isEnum();
    return isScalar ? of(boxed).map(text -> isBare ? text : '"' + text + '"') : Optional.empty();
  }
}
