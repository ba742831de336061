package dev.praetor.engine.task;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.module.SimpleModule;

/** Reads numbers of types that hold only some numbers, and refuses those outside their ranges. */
final class NumberReader extends StdDeserializer<Object> {
  private final NumberKind kind;
  private final boolean primitive;

  private NumberReader(NumberKind kind, boolean primitive) {
    super(primitive ? kind.primitive : kind.type);
    this.kind = kind;
    this.primitive = primitive;
  }

  /**
   * Returns the readers of all such numbers, alone, in arrays, as keys and in {@code Optional}s.
   */
  static JacksonModule module() {
    SimpleModule module = new SimpleModule("numbers");
    for (NumberKind kind : NumberKind.values()) {
      add(module, kind.type, new NumberReader(kind, false));
      add(module, kind.primitive, new NumberReader(kind, true));
      module.addKeyDeserializer(kind.type, new Keys(kind));
      if (kind != NumberKind.BYTE) { // An array of bytes is Base64.
        add(module, kind.primitive.arrayType(), new Arrays(kind));
      }
    }
    add(module, OptionalInt.class, new Optionals(NumberKind.INTEGER, OptionalInt.class));
    add(module, OptionalLong.class, new Optionals(NumberKind.LONG, OptionalLong.class));
    add(module, OptionalDouble.class, new Optionals(NumberKind.DOUBLE, OptionalDouble.class));
    return module;
  }

  @SuppressWarnings("unchecked")
  private static void add(SimpleModule module, Class<?> type, StdDeserializer<Object> reader) {
    module.addDeserializer((Class<Object>) type, reader);
  }

  @Override
  public Object deserialize(JsonParser in, DeserializationContext context) {
    return read(kind, in, context);
  }

  private static Number read(NumberKind kind, JsonParser in, DeserializationContext context) {
    JsonToken token = in.currentToken();
    String text = in.getString();
    if (token.isNumeric()) {
      return kind.ofNumber(text).orElseThrow(() -> outside(kind, text, in));
    }
    Optional<Number> named = token == JsonToken.VALUE_STRING ? kind.named(text) : Optional.empty();
    return named.orElseGet(
        () -> (Number) context.handleUnexpectedToken(context.constructType(kind.type), in));
  }

  private static UnreadableValue outside(NumberKind kind, String text, JsonParser in) {
    return new UnreadableValue(in, "must be " + kind.range(text) + ", not " + text, kind.type);
  }

  private static UnreadableValue noKey(NumberKind kind, String key, JsonParser in) {
    return new UnreadableValue(
        in,
        "must have keys that are " + kind.type.getSimpleName() + ", not '" + key + "'",
        kind.type);
  }

  @Override
  public @Nullable Object getNullValue(DeserializationContext context) {
    return primitive ? context.reportInputMismatch(this, "null is no " + kind.primitive) : null;
  }

  /** The keys of maps. */
  private static final class Keys extends KeyDeserializer {
    private final NumberKind kind;

    Keys(NumberKind kind) {
      this.kind = kind;
    }

    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
      try {
        return kind.named(key)
            .or(() -> kind.ofNumber(key))
            .orElseThrow(() -> noKey(kind, key, context.getParser()));
      } catch (NumberFormatException e) {
        throw noKey(kind, key, context.getParser());
      }
    }
  }

  /** Arrays of primitive numbers. */
  private static final class Arrays extends StdDeserializer<Object> {
    private final NumberKind kind;

    Arrays(NumberKind kind) {
      super(kind.primitive.arrayType());
      this.kind = kind;
    }

    @Override
    public Object deserialize(JsonParser in, DeserializationContext context) {
      if (!in.isExpectedStartArrayToken()) {
        return context.handleUnexpectedToken(getValueType(context), in);
      }
      List<Number> numbers = new ArrayList<>();
      for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
        try {
          numbers.add(read(kind, in, context));
        } catch (JacksonException e) {
          throw e.prependPath(numbers, numbers.size());
        }
      }
      Object array = Array.newInstance(kind.primitive, numbers.size());
      for (int i = 0; i < numbers.size(); i++) {
        Array.set(array, i, numbers.get(i));
      }
      return array;
    }
  }

  /** Numbers that may be absent. */
  private static final class Optionals extends StdDeserializer<Object> {
    private final NumberKind kind;
    private final Class<?> type;

    Optionals(NumberKind kind, Class<?> type) {
      super(type);
      this.kind = kind;
      this.type = type;
    }

    @Override
    public Object deserialize(JsonParser in, DeserializationContext context) {
      Number number = read(kind, in, context);
      if (type == OptionalInt.class) {
        return OptionalInt.of(number.intValue());
      }
      return type == OptionalLong.class
          ? OptionalLong.of(number.longValue())
          : OptionalDouble.of(number.doubleValue());
    }

    @Override
    public Object getNullValue(DeserializationContext context) {
      if (type == OptionalInt.class) {
        return OptionalInt.empty();
      }
      return type == OptionalLong.class ? OptionalLong.empty() : OptionalDouble.empty();
    }
  }
}
