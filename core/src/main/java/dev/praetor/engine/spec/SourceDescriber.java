package dev.praetor.engine.spec;

import dev.praetor.engine.graph.Scope;
import dev.praetor.engine.graph.Source;

/** Describes the sources of arguments. */
final class SourceDescriber {
  private SourceDescriber() {}

  static SourceDescription source(Source source) {
    return switch (source) {
      case Source.Whole whole -> whole(whole);
      case Source.Sliced sliced -> sliced(sliced);
    };
  }

  static SourceDescription.Whole whole(Source.Whole source) {
    return switch (source) {
      case Source.Constant constant -> ConstantJson.describe(constant.value());
      case Source.ParameterValue parameter ->
          new SourceDescription.ParameterValue(parameter.name());
      case Source.Output output -> new SourceDescription.Output(output.node().name());
      case Source.Element element -> element(element.scope());
      case Source.Collect collect -> new SourceDescription.Collect(sliced(collect.mapped()));
      case Source.AllOutcomes all -> new SourceDescription.AllOutcomes(sliced(all.mapped()));
      case Source.OneOutcome one -> new SourceDescription.OneOutcome(whole(one.node()));
      case Source.ListOf list ->
          new SourceDescription.ListOf(list.parts().stream().map(SourceDescriber::whole).toList());
      case Source.SelectOne select -> new SourceDescription.SelectOne(whole(select.from()));
      case Source.FlattenList flatten -> new SourceDescription.FlattenList(whole(flatten.lists()));
    };
  }

  private static SourceDescription.Sliced sliced(Source.Sliced source) {
    return switch (source) {
      case Source.Outputs outputs -> new SourceDescription.Outputs(outputs.node().name());
      case Source.Each each -> new SourceDescription.Each(whole(each.list()));
      case Source.SelectEach select -> new SourceDescription.SelectEach(sliced(select.from()));
      case Source.FlattenEach flatten -> new SourceDescription.FlattenEach(sliced(flatten.lists()));
    };
  }

  private static SourceDescription.Whole element(Scope scope) {
    int level = scope.depth() - 1;
    return new SourceDescription.Element(level, sliced(scope.over(level)));
  }
}
