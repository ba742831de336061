package dev.praetor.engine.graph;

import java.util.LinkedHashSet;
import java.util.Set;

/** Looks through sources. */
public final class Sources {
  private Sources() {}

  /** The nodes behind a source, which are what a view of them stands for. */
  public static Set<GraphNode> behind(Source source) {
    Set<GraphNode> nodes = new LinkedHashSet<>();
    behind(source, nodes);
    return nodes;
  }

  private static void behind(Source source, Set<GraphNode> nodes) {
    switch (source) {
      case Source.Constant _, Source.ParameterValue _ -> {}
      case Source.Output output -> nodes.add(output.node());
      case Source.Outputs outputs -> nodes.add(outputs.node());
      case Source.Element element ->
          behind(element.scope().over(element.scope().depth() - 1), nodes);
      case Source.Each each -> behind(each.list(), nodes);
      case Source.Collect collect -> behind(collect.mapped(), nodes);
      case Source.AllOutcomes outcomes -> behind(outcomes.mapped(), nodes);
      case Source.OneOutcome outcome -> behind(outcome.node(), nodes);
      case Source.ListOf list -> list.parts().forEach(part -> behind(part, nodes));
      case Source.SelectOne select -> behind(select.from(), nodes);
      case Source.SelectEach select -> behind(select.from(), nodes);
      case Source.FlattenList flatten -> behind(flatten.lists(), nodes);
      case Source.FlattenEach flatten -> behind(flatten.lists(), nodes);
    }
  }
}
