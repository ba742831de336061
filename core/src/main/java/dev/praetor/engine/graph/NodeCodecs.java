package dev.praetor.engine.graph;

import dev.praetor.engine.codec.Codecs;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.task.Keeping;
import dev.praetor.engine.task.ResultFormats;
import dev.praetor.engine.task.TaskDefinition;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Finds the codecs of the values of nodes; a type that cannot be kept is a problem. */
final class NodeCodecs {
  private static final String WAYS_OUT =
      ". Return a record of such types, or give the task a format, .keptAs(ResultFormat.of(…)), or"
          + " write .notKept(): then the result lives only in the run, and the task runs again"
          + " after a crash";
  private final Codecs codecs;
  private final BiConsumer<String, String> problem;

  /**
   * Creates the search.
   *
   * @param problem takes the name of a node and its problem
   */
  NodeCodecs(Codecs codecs, BiConsumer<String, String> problem) {
    this.codecs = codecs;
    this.problem = problem;
  }

  void assign(List<GraphNode> nodes) {
    for (GraphNode node : nodes) {
      switch (node.work()) {
        case Work.Run run -> node.keep(results(node, run.task()), states(node, run.task()));
        case Work.Merge merge -> node.keep(merged(merge), Optional.empty());
        case Work.RunFlow run -> node.keep(passedOn(run.flow().graph().result()), Optional.empty());
        case Work.Approval _, Work.Wait _ ->
            node.keep(codecs.of(Void.class).found(), Optional.empty());
      }
    }
  }

  private Optional<ValueCodec> results(GraphNode node, TaskDefinition task) {
    if (task.keeping() instanceof Keeping.Not && task.policy().cache().isPresent()) {
      problem.accept(
          node.name(),
          "a result that is not kept cannot be cached: remove .notKept() or .cached(…)");
    }
    return switch (task.keeping()) {
      case Keeping.Not _ -> Optional.empty();
      case Keeping.AsText(var format) -> Optional.of(ResultFormats.codec(format));
      case Keeping.ByType _ -> of(node, "its result", codecs.of(task.resultType()));
    };
  }

  private Optional<ValueCodec> states(GraphNode node, TaskDefinition task) {
    return task.loop() && !(task.keeping() instanceof Keeping.Not)
        ? of(
            node, "the state of its iterations", codecs.of(task.signature().arguments().getFirst()))
        : Optional.empty();
  }

  /**
   * Returns the codec of what a merge passes on. Results of branches that have no codec in common
   * and cannot tell their types are not kept again: the merge is done again from its branches.
   */
  private Optional<ValueCodec> merged(Work.Merge merge) {
    List<Optional<ValueCodec>> branches =
        merge.branches().stream().map(branch -> passedOn(branch.result())).distinct().toList();
    if (branches.size() == 1) {
      return branches.getFirst();
    }
    boolean tellTheirTypes =
        branches.stream().allMatch(codec -> codec.isPresent() && !codec.get().isOfFormat());
    return tellTheirTypes ? Optional.of(codecs.any()) : Optional.empty();
  }

  /** Returns the codec of the values of nodes that a source passes on. */
  private Optional<ValueCodec> passedOn(Source.Whole source) {
    return switch (source) {
      case Source.Output output -> output.node().results();
      case Source.Collect(Source.Outputs outputs) ->
          outputs.node().results().map(ValueCodec::ofListsOf);
      case Source.Collect _,
          Source.Constant _,
          Source.ParameterValue _,
          Source.Element _,
          Source.AllOutcomes _,
          Source.OneOutcome _,
          Source.ListOf _,
          Source.SelectOne _,
          Source.FlattenList _ ->
          Optional.of(codecs.any());
    };
  }

  private Optional<ValueCodec> of(GraphNode node, String what, ValueCodec.Made made) {
    if (made instanceof ValueCodec.Made.Refused(List<String> problems)) {
      for (String each : problems) {
        String where =
            each.startsWith(": ") ? each.substring(2) : "in '" + each.replaceFirst(": ", "': ");
        problem.accept(node.name(), what + " cannot be kept: " + where + WAYS_OUT);
      }
    }
    return made.found();
  }
}
