package dev.praetor.engine.graph;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Finds the nodes and parameters behind sources. */
public final class Sources {
  private Sources() {}

  /** Returns the nodes behind a source: a view stands for the nodes it is a view of. */
  public static Set<GraphNode> behind(Source source) {
    Set<GraphNode> nodes = new LinkedHashSet<>();
    walk(
        source,
        origin -> {
          switch (origin) {
            case Source.Output output -> nodes.add(output.node());
            case Source.Outputs outputs -> nodes.add(outputs.node());
            default -> {}
          }
        });
    return nodes;
  }

  /** Returns the names of the parameters behind a source. */
  public static Set<String> parametersBehind(Source source) {
    Set<String> names = new LinkedHashSet<>();
    walk(
        source,
        origin -> {
          if (origin instanceof Source.ParameterValue parameter) {
            names.add(parameter.name());
          }
        });
    return names;
  }

  /**
   * Returns all sources that a node reads, for its code or to decide whether and how often it runs.
   */
  public static List<Source> readBy(GraphNode node) {
    List<Source> read = new ArrayList<>(node.arguments());
    node.guards().forEach(guard -> read.add(guard.condition()));
    for (int level = 0; level < node.scope().depth(); level++) {
      read.add(node.scope().over(level));
    }
    node.setUp().ifPresent(setUp -> read.add(new Source.Output(setUp)));
    switch (node.work()) {
      case Work.Merge merge ->
          merge
              .branches()
              .forEach(branch -> {
                read.add(branch.guard().condition());
                read.add(branch.result());
              });
      case Work.Wait wait -> read.add(wait.until());
      case Work.RunFlow flow ->
          flow.arguments()
              .forEach(argument -> {
                if (argument.value() instanceof Source source) {
                  read.add(source);
                }
              });
      case Work.Run _, Work.Approval _ -> {}
    }
    return read;
  }

  /** Returns whether code of the author, such as the function of a view, computes a source. */
  public static boolean callCode(Source source) {
    return switch (source) {
      case Source.SelectOne _, Source.SelectEach _ -> true;
      case Source.FlattenList _, Source.FlattenEach _ -> true;
      case Source.Constant _, Source.ParameterValue _, Source.Output _, Source.Outputs _ -> false;
      case Source.Element _, Source.Each _ -> false;
      case Source.Collect collect -> callCode(collect.mapped());
      case Source.AllOutcomes outcomes -> callCode(outcomes.mapped());
      case Source.OneOutcome outcome -> callCode(outcome.node());
      case Source.ListOf list -> list.parts().stream().anyMatch(Sources::callCode);
    };
  }

  private static void walk(Source source, Consumer<Source> origins) {
    switch (source) {
      case Source.Constant _, Source.ParameterValue _, Source.Output _, Source.Outputs _ ->
          origins.accept(source);
      case Source.Element element ->
          walk(element.scope().over(element.scope().depth() - 1), origins);
      case Source.Each each -> walk(each.list(), origins);
      case Source.Collect collect -> walk(collect.mapped(), origins);
      case Source.AllOutcomes outcomes -> walk(outcomes.mapped(), origins);
      case Source.OneOutcome outcome -> walk(outcome.node(), origins);
      case Source.ListOf list -> list.parts().forEach(part -> walk(part, origins));
      case Source.SelectOne select -> walk(select.from(), origins);
      case Source.SelectEach select -> walk(select.from(), origins);
      case Source.FlattenList flatten -> walk(flatten.lists(), origins);
      case Source.FlattenEach flatten -> walk(flatten.lists(), origins);
    }
  }
}
