package dev.praetor.engine.spec;

import dev.praetor.engine.graph.Source;
import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Describes sources in words that are the same in every build. */
public final class SourceWords {
  private SourceWords() {}

  public static String of(Source source) {
    return switch (source) {
      case Source.Constant constant -> "constant " + constant(constant.value());
      case Source.ParameterValue parameter -> "parameter " + parameter.name();
      case Source.Output output -> output.node().name();
      case Source.Outputs outputs -> outputs.node().name() + "[i]";
      case Source.Element element ->
          "element of " + of(element.scope().over(element.scope().depth() - 1));
      case Source.Each each -> "each(" + of(each.list()) + ")";
      case Source.Collect collect -> of(collect.mapped()) + ".collect()";
      case Source.AllOutcomes outcomes -> of(outcomes.mapped()) + ".outcomes()";
      case Source.OneOutcome outcome -> of(outcome.node()) + ".outcome()";
      case Source.ListOf list ->
          list.parts().stream()
              .map(SourceWords::of)
              .collect(Collectors.joining(", ", "list(", ")"));
      case Source.SelectOne select -> of(select.from()) + ".select(…)";
      case Source.SelectEach select -> of(select.from()) + ".select(…)";
      case Source.FlattenList flatten -> "flatten(" + of(flatten.lists()) + ")";
      case Source.FlattenEach flatten -> "flatten(" + of(flatten.lists()) + ")";
    };
  }

  private static String constant(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> "'" + text + "'";
      case Number _, Boolean _, Enum<?> _, Temporal _, Duration _ -> value.toString();
      default -> "of " + value.getClass().getSimpleName();
    };
  }
}
