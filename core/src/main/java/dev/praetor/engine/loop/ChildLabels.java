package dev.praetor.engine.loop;

import dev.praetor.engine.author.AuthorTexts;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.task.TaskBody;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.Slices;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the labels of the children of a map before they run, where the elements are there already:
 * a child that never runs its code has its label too.
 */
final class ChildLabels {
  private final RunContext context;

  ChildLabels(RunContext context) {
    this.context = context;
  }

  /** Returns whether a node has labels, and all that they are made of is known. */
  boolean areKnown(NodeRun run, List<Slices> views) {
    return run.isLowest()
        && run.level() == run.node.scope().depth()
        && run.node.task().flatMap(task -> task.mapping().label()).isPresent()
        && views.stream().allMatch(Slices::isList)
        && run.node.arguments().stream()
            .allMatch(source ->
                !(source instanceof Source.Whole whole)
                    || context.values().isPresent(whole, run, run.prefix));
  }

  /** Reads the labels, through code of the author. */
  String[] of(NodeRun run, List<Slices> views) throws Exception {
    TaskBody label = run.node.task().flatMap(task -> task.mapping().label()).orElseThrow();
    List<Source> sources = run.node.arguments();
    @Nullable Object[] arguments = new @Nullable Object[sources.size()];
    for (int i = 0; i < arguments.length; i++) {
      if (sources.get(i) instanceof Source.Whole whole) {
        arguments[i] = context.values().find(whole, run, run.prefix).value();
      }
    }
    String[] labels = new String[views.getFirst().width()];
    for (int child = 0; child < labels.length; child++) {
      int mapped = 0;
      for (int i = 0; i < arguments.length; i++) {
        if (sources.get(i) instanceof Source.Sliced) {
          arguments[i] = views.get(mapped++).value(child);
        }
      }
      labels[child] = AuthorTexts.label(label, arguments.clone(), child, context.masker());
    }
    return labels;
  }
}
