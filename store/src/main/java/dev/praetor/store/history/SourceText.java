package dev.praetor.store.history;

import dev.praetor.engine.spec.SourceDescription;
import java.util.stream.Collectors;

/** Describes the source of an argument in words, from the description of a flow. */
public final class SourceText {
  private SourceText() {}

  public static String of(SourceDescription source) {
    return switch (source) {
      case SourceDescription.Constant _, SourceDescription.OmittedConstant _ -> "a constant";
      case SourceDescription.ParameterValue parameter -> "parameter " + parameter.name();
      case SourceDescription.Output output -> output.node();
      case SourceDescription.Outputs outputs -> outputs.node() + "[i]";
      case SourceDescription.Element element -> "an element of " + of(element.over());
      case SourceDescription.Each each -> "each of " + of(each.list());
      case SourceDescription.Collect collect -> "all of " + of(collect.mapped());
      case SourceDescription.AllOutcomes all -> "how " + of(all.mapped()) + " ended";
      case SourceDescription.OneOutcome one -> "how " + of(one.node()) + " ended";
      case SourceDescription.SelectOne select -> "a part of " + of(select.from());
      case SourceDescription.SelectEach select -> "a part of " + of(select.from());
      case SourceDescription.FlattenList flatten -> "the elements of " + of(flatten.lists());
      case SourceDescription.FlattenEach flatten -> "the elements of " + of(flatten.lists());
      case SourceDescription.ListOf list ->
          list.parts().stream().map(SourceText::of).collect(Collectors.joining(", ", "[", "]"));
    };
  }
}
