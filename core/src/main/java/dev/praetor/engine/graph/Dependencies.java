package dev.praetor.engine.graph;

import dev.praetor.engine.graph.Dependency.Mode;
import java.util.LinkedHashSet;
import java.util.Set;

/** Derives the dependencies of a node from its sources. */
final class Dependencies {
  private final GraphNode node;
  private final Set<Dependency> found = new LinkedHashSet<>();

  private Dependencies(GraphNode node) {
    this.node = node;
  }

  static Set<Dependency> of(GraphNode node) {
    Dependencies reader = new Dependencies(node);
    Mode mode =
        node.role() == Role.CLEAN_UP || node.work() instanceof Work.Merge
            ? Mode.FINISHED
            : Mode.STATE;
    for (int i = 0; i < node.scope().depth(); i++) {
      reader.slices(node.scope().over(i), mode);
    }
    node.guards().forEach(guard -> reader.whole(guard.condition(), Mode.GUARD));
    if (node.work() instanceof Work.Merge merge) {
      merge.branches().forEach(b -> reader.whole(b.guard().condition(), Mode.GUARD));
    }
    for (Source argument : node.arguments()) {
      switch (argument) {
        case Source.Whole whole -> reader.whole(whole, mode);
        case Source.Sliced sliced -> reader.slices(sliced, mode);
      }
    }
    for (Source other : node.after()) {
      switch (other) {
        case Source.Whole whole -> reader.whole(whole, mode);
        case Source.Sliced sliced -> reader.all(sliced, mode);
      }
    }
    return reader.found;
  }

  private void whole(Source.Whole source, Mode mode) {
    switch (source) {
      case Source.Constant _, Source.ParameterValue _ -> {}
      case Source.Output output -> add(output.node(), output.node().dimensions(), mode);
      case Source.Element element ->
          slices(element.scope().over(element.scope().depth() - 1), mode);
      case Source.Collect collect -> all(collect.mapped(), mode);
      case Source.AllOutcomes outcomes -> all(outcomes.mapped(), Mode.FINISHED);
      case Source.OneOutcome outcome -> whole(outcome.node(), Mode.FINISHED);
      case Source.ListOf list -> list.parts().forEach(part -> whole(part, mode));
      case Source.SelectOne select -> whole(select.from(), mode);
      case Source.FlattenList flatten -> whole(flatten.lists(), mode);
    }
  }

  /** Adds element-wise dependencies: a child of this node needs one child of the upstream. */
  private void slices(Source.Sliced source, Mode mode) {
    switch (source) {
      case Source.Outputs outputs -> add(outputs.node(), outputs.node().dimensions(), mode);
      case Source.Each each -> whole(each.list(), mode);
      case Source.SelectEach select -> slices(select.from(), mode);
      case Source.FlattenEach flatten -> all(flatten.lists(), Mode.JOINED);
    }
  }

  /** Adds dependencies on whole nodes: each run of this node needs all children of the upstream. */
  private void all(Source.Sliced source, Mode mode) {
    switch (source) {
      case Source.Outputs outputs -> add(outputs.node(), outputs.node().dimensions() - 1, mode);
      case Source.Each each -> whole(each.list(), mode);
      case Source.SelectEach select -> all(select.from(), mode);
      case Source.FlattenEach flatten -> all(flatten.lists(), mode);
    }
  }

  private void add(GraphNode upstream, int shared, Mode mode) {
    found.add(new Dependency(upstream, node, shared, mode));
  }
}
