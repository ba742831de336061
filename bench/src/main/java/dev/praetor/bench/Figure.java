package dev.praetor.bench;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A figure of a server on one database.
 *
 * @param unit the unit of its values, such as ms
 * @param floor the least that could do the same, in words; empty if there is nothing to compare
 * @param parts its values, such as a median and a 99th percentile
 */
public record Figure(String database, String name, String unit, String floor, List<Part> parts) {
  public Figure {
    parts = List.copyOf(parts);
  }

  /**
   * A value of a figure.
   *
   * @param name its name within the figure; empty if it is the only one
   * @param goal the largest value that is wanted, or the least if so said
   * @param isLeast true if the goal is the least value that is wanted
   * @param floor the value of the floor
   */
  public record Part(
      String name, double value, OptionalDouble goal, boolean isLeast, OptionalDouble floor) {
    /** Returns a value that should be at most as large as its goal. */
    public static Part atMost(String name, double value, double goal) {
      return new Part(name, value, OptionalDouble.of(goal), false, OptionalDouble.empty());
    }

    /** Returns a value that should be at least as large as its goal. */
    public static Part atLeast(String name, double value, double goal) {
      return new Part(name, value, OptionalDouble.of(goal), true, OptionalDouble.empty());
    }

    /** Returns a value without a goal. */
    public static Part of(String name, double value) {
      return new Part(name, value, OptionalDouble.empty(), false, OptionalDouble.empty());
    }

    private static Part of(JsonNode part) {
      return new Part(
          part.path("name").asString(),
          part.path("value").asDouble(),
          number(part, "goal"),
          part.path("least").asBoolean(false),
          number(part, "floor"));
    }

    private static OptionalDouble number(JsonNode part, String name) {
      return part.has(name)
          ? OptionalDouble.of(part.path(name).asDouble())
          : OptionalDouble.empty();
    }

    /** Returns this value with the value of its floor. */
    public Part over(double least) {
      return new Part(name, value, goal, isLeast, OptionalDouble.of(least));
    }

    /** Returns how far the goal was missed: at most 1 if it was met. */
    public double missed() {
      if (goal.isEmpty()) {
        return 0;
      }
      return isLeast ? goal.getAsDouble() / value : value / goal.getAsDouble();
    }
  }

  /** Returns a figure of a file of results. */
  static Figure of(JsonNode row) {
    return new Figure(
        row.path("database").asString(),
        row.path("name").asString(),
        row.path("unit").asString(),
        row.path("floor").asString(),
        row.path("parts").valueStream().map(Part::of).toList());
  }

  /** Adds the figure to a file of results. */
  public void addTo(ObjectNode row) {
    row.put("database", database).put("name", name).put("unit", unit).put("floor", floor);
    for (Part part : parts) {
      ObjectNode each = row.withArray("parts").addObject();
      each.put("name", part.name()).put("value", ResultsFile.rounded(part.value()));
      part.goal()
          .ifPresent(
              goal -> each.put("goal", ResultsFile.rounded(goal)).put("least", part.isLeast()));
      part.floor().ifPresent(least -> each.put("floor", ResultsFile.rounded(least)));
    }
  }

  /** Returns the figure as the cells of a row. */
  public List<String> cells() {
    return List.of(
        database + ", " + name,
        joined(part -> (part.name() + " " + number(part.value())).strip()) + " " + unit,
        joined(Figure::goal),
        floor.isEmpty() ? "–" : joined(part -> number(part.floor())) + ": " + floor,
        joined(part -> ratio(part)),
        verdict());
  }

  private String joined(Function<Part, String> text) {
    return parts.stream().map(text).collect(Collectors.joining(" · "));
  }

  private static String goal(Part part) {
    return part.goal().isEmpty()
        ? "–"
        : (part.isLeast() ? "≥ " : "≤ ") + number(part.goal().getAsDouble());
  }

  private static String ratio(Part part) {
    return part.floor().isEmpty() || part.floor().getAsDouble() == 0
        ? "–"
        : number(part.value() / part.floor().getAsDouble());
  }

  private String verdict() {
    if (parts.stream().allMatch(part -> part.goal().isEmpty())) {
      return "";
    }
    double most = parts.stream().mapToDouble(Part::missed).max().orElse(0);
    return most <= 1 ? "met" : String.format(Locale.ROOT, "missed: %.2f × the goal", most);
  }

  private static String number(OptionalDouble value) {
    return value.isEmpty() ? "–" : number(value.getAsDouble());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%,.0f", value);
  }
}
