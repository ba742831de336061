package dev.praetor.engine.spec;

import dev.praetor.engine.graph.Source;
import java.util.stream.Collectors;

/** Sources in words that do not change from build to build. */
public final class SourceDescriber {
  private SourceDescriber() {}

  public static String source(Source source) {
    return switch (source) {
      case Source.Constant constant -> "constant " + constant(constant.value());
      case Source.ParameterValue parameter -> "parameter " + parameter.name();
      case Source.Output output -> output.node().name();
      case Source.Outputs outputs -> outputs.node().name() + "[i]";
      case Source.Element element ->
          "element of " + source(element.scope().over(element.scope().depth() - 1));
      case Source.Each each -> "each(" + source(each.list()) + ")";
      case Source.Collect collect -> source(collect.mapped()) + ".collect()";
      case Source.AllOutcomes outcomes -> source(outcomes.mapped()) + ".outcomes()";
      case Source.OneOutcome outcome -> source(outcome.node()) + ".outcome()";
      case Source.ListOf list ->
          list.parts().stream()
              .map(SourceDescriber::source)
              .collect(Collectors.joining(", ", "list(", ")"));
      case Source.SelectOne select -> source(select.from()) + ".select(…)";
      case Source.SelectEach select -> source(select.from()) + ".select(…)";
      case Source.FlattenList flatten -> "flatten(" + source(flatten.lists()) + ")";
      case Source.FlattenEach flatten -> "flatten(" + source(flatten.lists()) + ")";
    };
  }

  private static String constant(@org.jspecify.annotations.Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> "'" + text + "'";
      case Number _, Boolean _, Enum<?> _, java.time.temporal.Temporal _, java.time.Duration _ ->
          value.toString();
      default -> "of " + value.getClass().getSimpleName();
    };
  }
}
