package dev.praetor.client;

import dev.praetor.RunId;
import dev.praetor.StateType;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A condition on the entries of a list, with the fields and comparisons that the schema of the
 * server has. Fields of related entities are named with dots. Immutable.
 *
 * <pre>{@code
 * Filter failed = Filter.is("flow.name", "reminder").and(Filter.in("state", List.of(FAILED)));
 * }</pre>
 *
 * @param json the condition as the server reads it
 */
public record Filter(Map<String, Object> json) {
  /** The filter that all entries meet. */
  public static final Filter ALL = new Filter(Map.of());

  public Filter {
    json = Map.copyOf(json);
  }

  /** Returns the condition that a field has a value. */
  public static Filter is(String field, Object value) {
    return of(field, "_eq", value);
  }

  /** Returns the condition that a field has one of some values. */
  public static Filter in(String field, Collection<?> values) {
    return of(field, "_in", values);
  }

  /**
   * Returns a condition.
   *
   * @param field the name of the field, such as {@code state} or {@code flow.name}
   * @param comparison the name of the comparison, such as {@code _gte}
   * @param value a text, a number, a truth value, a time, a state, the id of a run, or a list or a
   *     map of these
   */
  public static Filter of(String field, String comparison, Object value) {
    Map<String, Object> condition = Map.of(comparison, plain(value));
    for (String part : Arrays.asList(field.split("\\.", -1)).reversed()) {
      condition = Map.of(part, condition);
    }
    return new Filter(condition);
  }

  private static Object plain(Object value) {
    return switch (value) {
      case StateType state -> state.label();
      case RunId run -> run.toString();
      case Instant time -> time.toString();
      case Duration length -> length.toString();
      case Collection<?> all -> all.stream().map(Filter::plain).toList();
      case Map<?, ?> object -> {
        Map<String, Object> members = new LinkedHashMap<>();
        object.forEach((name, member) -> members.put(String.valueOf(name), plain(member)));
        yield members;
      }
      default -> value;
    };
  }

  /** Returns the condition that both hold. */
  public Filter and(Filter other) {
    return json.isEmpty() ? other : joined("_and", other);
  }

  /** Returns the condition that at least one of both holds. */
  public Filter or(Filter other) {
    return joined("_or", other);
  }

  /** Returns the condition that this one does not hold. */
  public Filter not() {
    return new Filter(Map.of("_not", json));
  }

  private Filter joined(String word, Filter other) {
    return other.json.isEmpty() && word.equals("_and")
        ? this
        : new Filter(Map.of(word, List.of(json, other.json)));
  }
}
