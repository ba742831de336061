package dev.praetor.engine.task;

import dev.praetor.Problem;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fills in and checks the templates of run names. */
public final class RunNames {
  private static final Pattern PLACE = Pattern.compile("\\{([^{}:]+)(?::([^{}]+))?}");
  private static final String DEFAULT = "{flow} {scheduled:yyyy-MM-dd HH:mm:ss}";

  private RunNames() {}

  public static List<Problem> problems(
      String flow, String template, List<ParameterDefinition> parameters) {
    List<Problem> problems = new ArrayList<>();
    Matcher place = PLACE.matcher(template);
    while (place.find()) {
      String name = place.group(1);
      boolean known =
          name.equals("flow")
              || name.equals("scheduled")
              || parameters.stream().anyMatch(p -> p.name().equals(name));
      if (!known) {
        problems.add(
            new Problem(
                flow + "/runName",
                "there is no {" + name + "}: it can hold {flow}, {scheduled} and the parameters"));
      }
      if (place.group(2) != null) {
        try {
          Objects.requireNonNull(DateTimeFormatter.ofPattern(place.group(2)));
        } catch (IllegalArgumentException e) {
          problems.add(
              new Problem(flow + "/runName", "'" + place.group(2) + "' is not a date pattern"));
        }
      }
    }
    return problems;
  }

  /** Returns the name of a run; without a template, the name of the flow and the time. */
  public static String fill(
      String flow,
      Optional<String> template,
      Map<String, @Nullable Object> parameters,
      Instant scheduled) {
    Matcher place = PLACE.matcher(template.orElse(DEFAULT));
    StringBuilder text = new StringBuilder();
    while (place.find()) {
      String value =
          switch (place.group(1)) {
            case "flow" -> flow;
            case "scheduled" -> time(scheduled, place.group(2));
            default -> String.valueOf(parameters.get(place.group(1)));
          };
      place.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    place.appendTail(text);
    return text.length() > 500 ? text.substring(0, 500) : text.toString();
  }

  private static String time(Instant time, @Nullable String pattern) {
    return pattern == null
        ? time.toString()
        : DateTimeFormatter.ofPattern(pattern).format(time.atOffset(ZoneOffset.UTC));
  }
}
