package dev.praetor.engine.run;

import dev.praetor.Transition;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Source;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes the runs of nodes as they were recorded, to be read and not to be run. */
final class Restoration {
  private final RecordedRun recorded;
  private final Values values;

  Restoration(RecordedRun recorded, Values values) {
    this.recorded = recorded;
    this.values = values;
  }

  void fill(NodeRun[] roots) {
    List<NodeRun> inOrder = new ArrayList<>(List.of(roots));
    inOrder.sort(Comparator.comparingInt(run -> run.node.rank()));
    inOrder.forEach(this::fill);
  }

  private void fill(NodeRun run) {
    RecordedRun.Node known = recorded.node(run.name()).orElse(null);
    if (known == null) {
      return;
    }
    run.createdMicros = known.createdMicros();
    if (run.isSingle()) {
      known.own().ifPresent(own -> Packing.pack(own, run.children(), 0));
      return;
    }
    known
        .own()
        .ifPresent(own -> {
          for (Transition transition : own.history()) {
            run.setOwn(transition.state());
          }
        });
    if (known.width().isPresent()) {
      expand(run, known, known.width().getAsInt());
    }
  }

  private void expand(NodeRun run, RecordedRun.Node known, int width) {
    List<View> views = views(run);
    if (run.level() < run.node.scope().depth()) {
      run.scopeView = views.isEmpty() ? null : views.getFirst();
    } else {
      run.views = views.toArray(View[]::new);
    }
    run.expand(width);
    NodeRun[] groups = run.groups();
    for (int i = 0; i < width; i++) {
      if (groups == null) {
        Packing.copy(known.packed(), i, run.children(), i);
      } else {
        groups[i] = new NodeRun(run.node, run, run.fullPath(i));
        fill(groups[i]);
      }
    }
  }

  /** What a node maps over; nothing where that was not kept. */
  private List<View> views(NodeRun run) {
    List<View> views = new ArrayList<>();
    for (Source.Sliced source : Expansions.dimension(run)) {
      try {
        values.view(source, run, run.prefix, Integer.MAX_VALUE).ifPresent(views::add);
      } catch (Exception e) {
        return List.of();
      }
    }
    return views.size() == Expansions.dimension(run).size() ? views : List.of();
  }

  /** The nodes whose values the arguments of a node are made of. */
  static List<GraphNode> behindArguments(GraphNode node) {
    return node.arguments().stream()
        .flatMap(argument -> dev.praetor.engine.graph.Sources.behind(argument).stream())
        .distinct()
        .toList();
  }
}
