package dev.praetor.server.graphql.mistake;

import graphql.language.ArrayValue;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.Value;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The way from an argument to a part of its value, as in {@code where.state._in[2]}. */
final class InputPath {
  private static final Pattern STEP = Pattern.compile("\\.(\\w+)|\\[(\\d{1,9})]");

  private InputPath() {}

  /** Returns the part of the value of an argument; empty if there is none. */
  static Optional<Value<?>> follow(@Nullable Value<?> argument, String path) {
    @Nullable Value<?> at = argument;
    Matcher step = STEP.matcher(path);
    while (at != null && step.find()) {
      at = step.group(1) != null ? field(at, step.group(1)) : element(at, step.group(2));
    }
    return Optional.ofNullable(at);
  }

  private static @Nullable Value<?> field(Value<?> value, String name) {
    return value instanceof ObjectValue object
        ? object.getObjectFields().stream()
            .filter(field -> field.getName().equals(name))
            .findFirst()
            .map(ObjectField::getValue)
            .orElse(null)
        : null;
  }

  /** Returns an element of a list; a single value is a list of one. */
  private static @Nullable Value<?> element(Value<?> value, String index) {
    int i = Integer.parseInt(index);
    if (value instanceof ArrayValue list) {
      return i < list.getValues().size() ? list.getValues().get(i) : null;
    }
    return i == 0 ? value : null;
  }
}
