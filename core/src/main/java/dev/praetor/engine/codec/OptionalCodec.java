package dev.praetor.engine.codec;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/**
 * Optional values: what is present as itself, what is absent as null. A present value that is
 * written as null itself, and an Optional that is null, are written as an object that names which.
 */
final class OptionalCodec extends Codec {
  private final Class<?> type;
  private final Codec inner;

  OptionalCodec(Class<?> type, Codec inner) {
    this.type = type;
    this.inner = inner;
  }

  static boolean takes(Class<?> type) {
    return type == Optional.class
        || type == OptionalInt.class
        || type == OptionalLong.class
        || type == OptionalDouble.class;
  }

  @Override
  void write(Object value, JsonGenerator out) throws NotCarried {
    Object present = present(value);
    if (present == null) {
      out.writeNull();
    } else if (inner.writesNull()) {
      Tags.begin("some", out);
      inner.write(present, out);
      Tags.end(out);
    } else {
      inner.write(present, out);
    }
  }

  private static @Nullable Object present(Object value) {
    return switch (value) {
      case OptionalInt number -> number.isPresent() ? number.getAsInt() : null;
      case OptionalLong number -> number.isPresent() ? number.getAsLong() : null;
      case OptionalDouble number -> number.isPresent() ? number.getAsDouble() : null;
      default -> ((Optional<?>) value).orElse(null);
    };
  }

  private Object of(@Nullable Object present) {
    if (type == OptionalInt.class) {
      return present == null ? OptionalInt.empty() : OptionalInt.of((Integer) present);
    }
    if (type == OptionalLong.class) {
      return present == null ? OptionalLong.empty() : OptionalLong.of((Long) present);
    }
    if (type == OptionalDouble.class) {
      return present == null ? OptionalDouble.empty() : OptionalDouble.of((Double) present);
    }
    return Optional.ofNullable(present);
  }

  @Override
  Object read(JsonParser in) throws NotCarried {
    if (inner.writesNull()) {
      Tags.expect("some", in);
      Object present = inner.readNullable(in);
      Tags.close(in);
      return of(present);
    }
    return of(inner.readNullable(in));
  }

  @Override
  boolean writesNull() {
    return true;
  }

  @Override
  Object ofNull() {
    return of(null);
  }

  @Override
  void writeNull(JsonGenerator out) throws NotCarried {
    throw new NotCarried("an Optional is null, which only Optional.empty() can stand for");
  }

  @Override
  Object copy(Object value) throws NotCarried {
    return of(inner.copyNullable(present(value)));
  }

  @Override
  boolean isImmutable(Set<Codec> asked) {
    return inner.isImmutable(asked);
  }

  @Override
  void describe(Shapes shapes) {
    shapes.add("optional<").add(inner).add(">");
  }
}
