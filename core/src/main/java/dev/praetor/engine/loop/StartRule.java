package dev.praetor.engine.loop;

import dev.praetor.State;
import dev.praetor.Trigger;
import dev.praetor.engine.Decisions;
import dev.praetor.engine.Verdict;
import dev.praetor.engine.graph.BranchCondition;
import dev.praetor.engine.graph.Dependency;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Role;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.graph.Sources;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.TaskRunExtra;
import dev.praetor.engine.taskruns.Upstreams;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides, once all upstreams are finished, whether the code of a task run may run: by branches,
 * skip rule and trigger, in this order. Conditions and custom triggers are code of authors, so a
 * decision may be passed on in a later turn. Changes nothing. For the owner of the run.
 */
final class StartRule {
  private final Branches branches;
  private final Upstreams upstreams;
  private final AuthorCalls calls;
  private final RunContext context;

  StartRule(RunContext context, Upstreams upstreams, AuthorCalls calls) {
    this.branches = new Branches(context, calls);
    this.upstreams = upstreams;
    this.calls = calls;
    this.context = context;
  }

  /** Returns whether a decision about task runs of a node may call code of the author. */
  static boolean mayCall(GraphNode node) {
    return !node.guards().isEmpty() || node.policy().trigger() instanceof Trigger.Custom;
  }

  /** Decides about one task run of a node that calls no code of the author. */
  Verdict of(NodeRun run, int index) {
    if (run.node.role() == Role.CLEAN_UP) {
      return cleanUp(run, index);
    }
    return isDecided(run, index)
        ? new Verdict.Run()
        : byUpstream(run, upstreams.of(run, index), index);
  }

  /** Decides about one task run, and passes the decision on, in this turn or a later one. */
  void of(NodeRun run, int index, Consumer<Verdict> then) {
    branches.taken(
        run,
        index,
        run.node.guards(),
        branch -> {
          if (branch instanceof Verdict.Stay) {
            then.accept(branch);
          } else if (run.node.role() == Role.CLEAN_UP) {
            then.accept(cleanUp(run, index));
          } else if (isDecided(run, index)) {
            then.accept(new Verdict.Run());
          } else {
            byUpstream(run, index, upstreams.of(run, index), then);
          }
        });
  }

  private static boolean isDecided(NodeRun run, int index) {
    TaskRunExtra extra = run.children().extra(index);
    return run.isStartRuleApplied() || extra != null && extra.isApproved();
  }

  /** Decides about a node as a whole, by skip rule and trigger. */
  void ofNode(NodeRun run, Consumer<Verdict> then) {
    byUpstream(run, -1, upstreams.ofNode(run), then);
  }

  /** Decides about a node as a whole, by the branches that are the same for all its children. */
  void ofSharedBranches(NodeRun run, Consumer<Verdict> then) {
    List<BranchCondition> shared =
        run.node.guards().stream()
            .filter(guard -> sharedWith(run.node, guard.condition()) <= run.level())
            .toList();
    branches.taken(run, -1, shared, then);
  }

  /** Decides by one branch of a merge: the code may run if this branch is taken. */
  void ofBranch(NodeRun run, int index, BranchCondition guard, Consumer<Verdict> then) {
    branches.taken(run, index, List.of(guard), then);
  }

  /** Returns the number of indexes that a node shares with the upstreams a condition needs. */
  private static int sharedWith(GraphNode node, Source.Whole condition) {
    int most = 0;
    for (Dependency need : node.dependencies()) {
      if (need.mode() == Dependency.Mode.GUARD
          && Sources.behind(condition).contains(need.upstream())) {
        most = Math.max(most, need.shared());
      }
    }
    return most;
  }

  private Verdict cleanUp(NodeRun run, int index) {
    GraphNode setUp = run.node.setUp().orElseThrow();
    boolean there = context.values().isPresent(new Source.Output(setUp), run, run.fullPath(index));
    return there
        ? new Verdict.Run()
        : new Verdict.Skip("there is nothing to clean up: " + setUp.name() + " did not succeed");
  }

  /**
   * Decides by skip rule and trigger, for one task run or, with index -1, for a node as a whole.
   */
  private void byUpstream(
      NodeRun run, int index, Upstreams.UpstreamView view, Consumer<Verdict> then) {
    if (run.node.policy().trigger() instanceof Trigger.Custom custom
        && decision(run, view) == Decisions.Entry.RUN) {
      custom(run, index, custom, then);
    } else {
      then.accept(byUpstream(run, view, index));
    }
  }

  private Verdict byUpstream(NodeRun run, Upstreams.UpstreamView view, int index) {
    return switch (decision(run, view)) {
      case RUN -> new Verdict.Run();
      case SKIP_WITH_UPSTREAM ->
          new Verdict.Skip(
              "skipped because upstream '"
                  + view.skipped()
                  + "' was skipped (.skipOnUpstreamSkip(false) turns this off)");
      case SKIP -> new Verdict.Skip("everything upstream was skipped");
      case PAUSE ->
          new Verdict.Pause(
              "waits for somebody to approve " + (index < 0 ? run.name() : run.path(index)));
      case TRIGGER_FAILED -> Verdict.triggerFailed(unmet(run, index, run.node.policy().trigger()));
    };
  }

  private static Decisions.Entry decision(NodeRun run, Upstreams.UpstreamView view) {
    return Decisions.enter(run.node.policy(), view.counts(), view.skipped() != null);
  }

  private void custom(NodeRun run, int index, Trigger.Custom trigger, Consumer<Verdict> then) {
    Map<String, State> states = upstreams.states(run, index);
    calls.call(
        run,
        index,
        () -> trigger.holds().apply(states) ? true : false,
        answer ->
            then.accept(
                switch (answer) {
                  case AuthorCalls.Answer.Value<Boolean> holds ->
                      holds.value()
                          ? new Verdict.Run()
                          : Verdict.triggerFailed(unmet(run, index, trigger));
                  case AuthorCalls.Answer.Thrown<Boolean> thrown ->
                      new Verdict.TriggerFailed(
                          "trigger " + trigger.name() + " failed: " + thrown.failure().summary(),
                          Optional.of(thrown.failure()));
                }));
  }

  private String unmet(NodeRun run, int index, Trigger trigger) {
    String blamed = upstreams.blamed(run, index);
    return "trigger "
        + trigger.name()
        + " does not hold"
        + (blamed.isEmpty() ? ": everything upstream succeeded" : ", upstream: " + blamed);
  }
}
