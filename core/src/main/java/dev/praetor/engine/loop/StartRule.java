package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Trigger;
import dev.praetor.engine.Decisions;
import dev.praetor.engine.graph.BranchCondition;
import dev.praetor.engine.graph.Dependency;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Role;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.graph.Sources;
import dev.praetor.engine.secret.Masker;
import dev.praetor.engine.task.Policy;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.TaskRunExtra;
import dev.praetor.engine.taskruns.ValueReader;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides, once all upstreams are finished, whether the code of a task run may run: by branches,
 * skip rule and trigger, in this order. Changes nothing. For the owner of the run.
 */
final class StartRule {
  private final ValueReader values;
  private final Upstreams upstreams;
  private final Masker masker;

  StartRule(ValueReader values, Upstreams upstreams, Masker masker) {
    this.values = values;
    this.upstreams = upstreams;
    this.masker = masker;
  }

  /** A decision, with the state to enter if the code does not run. */
  sealed interface Verdict {
    /** The code may run. */
    record Run() implements Verdict {}

    /** The code does not run, now or at all. */
    sealed interface Stay extends Verdict {
      /** Returns the state that is entered instead of running. */
      State state(Instant now);
    }

    record Skip(String message) implements Stay {
      @Override
      public State state(Instant now) {
        return new State.Skipped(message, now);
      }
    }

    record TriggerFailed(String message, Optional<Failure> failure) implements Stay {
      @Override
      public State state(Instant now) {
        return new State.TriggerFailed(message, now, failure);
      }
    }

    record Pause(String message) implements Stay {
      @Override
      public State state(Instant now) {
        return new State.Paused(message, now, Optional.empty());
      }
    }
  }

  private static final Verdict RUN = new Verdict.Run();

  /** Decides about one task run. */
  Verdict of(NodeRun run, int index) {
    Verdict branch = branch(run, index);
    if (branch instanceof Verdict.Stay) {
      return branch;
    }
    if (run.node.role() == Role.CLEAN_UP) {
      return cleanUp(run, index);
    }
    TaskRunExtra extra = run.children().extra(index);
    if (run.isStartRuleApplied() || extra != null && extra.isApproved()) {
      return RUN;
    }
    return byUpstream(run, index, upstreams.of(run, index));
  }

  /** Decides about a node as a whole, by skip rule and trigger. */
  Verdict ofNode(NodeRun run) {
    return byUpstream(run, -1, upstreams.ofNode(run));
  }

  /** Decides about a node as a whole, by the branches that are the same for all its children. */
  Verdict ofSharedBranches(NodeRun run) {
    for (BranchCondition guard : run.node.guards()) {
      if (sharedWith(run.node, guard.condition()) <= run.level()) {
        Verdict verdict = branch(run, -1, guard);
        if (verdict instanceof Verdict.Stay) {
          return verdict;
        }
      }
    }
    return RUN;
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

  private Verdict branch(NodeRun run, int index) {
    for (BranchCondition guard : run.node.guards()) {
      Verdict verdict = branch(run, index, guard);
      if (verdict instanceof Verdict.Stay) {
        return verdict;
      }
    }
    return RUN;
  }

  /** Decides by one branch: the code may run if this branch is taken. */
  Verdict branch(NodeRun run, int index, BranchCondition guard) {
    try {
      int[] path = index < 0 ? run.prefix : run.fullPath(index);
      ValueReader.Resolved condition = values.find(guard.condition(), run, path);
      if (!condition.present()) {
        return withoutCondition(values.missing(guard.condition(), run, path));
      }
      if (guard.isTaken(condition.value())) {
        return RUN;
      }
      String text = String.valueOf(condition.value());
      return new Verdict.Skip("branch not taken: the condition is " + masker.mask(text, 200));
    } catch (Throwable thrown) {
      Failure failure = masker.failure(thrown);
      return new Verdict.TriggerFailed(
          "the condition of its branch could not be read: " + failure.summary(),
          Optional.of(failure));
    }
  }

  private static Verdict withoutCondition(State state) {
    return state.type() == StateType.SKIPPED
        ? new Verdict.Skip("skipped because the condition of its branch was skipped")
        : triggerFailed("the condition of its branch is " + state.name() + ": " + state.message());
  }

  private static Verdict triggerFailed(String message) {
    return new Verdict.TriggerFailed(message, Optional.empty());
  }

  private Verdict cleanUp(NodeRun run, int index) {
    GraphNode setUp = run.node.setUp().orElseThrow();
    try {
      boolean there = values.find(new Source.Output(setUp), run, run.fullPath(index)).present();
      return there
          ? RUN
          : new Verdict.Skip("there is nothing to clean up: " + setUp.name() + " did not succeed");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Decides by skip rule and trigger, for one task run or, with index -1, for a node as a whole.
   */
  private Verdict byUpstream(NodeRun run, int index, Upstreams.UpstreamView view) {
    Policy policy = run.node.policy();
    if (policy.skipOnUpstreamSkip() && view.skipped() != null) {
      return new Verdict.Skip(
          "skipped because upstream '"
              + view.skipped()
              + "' was skipped (.skipOnUpstreamSkip(false) turns this off)");
    }
    if (policy.trigger() instanceof Trigger.Custom custom) {
      return custom(run, index, custom);
    }
    return switch (Decisions.enter(policy.trigger(), view.counts())) {
      case RUN -> RUN;
      case SKIP -> new Verdict.Skip("everything upstream was skipped");
      case PAUSE ->
          new Verdict.Pause(
              "waits for somebody to approve " + (index < 0 ? run.name() : run.path(index)));
      case TRIGGER_FAILED -> triggerFailed(unmet(run, index, policy.trigger()));
    };
  }

  private Verdict custom(NodeRun run, int index, Trigger.Custom trigger) {
    try {
      return trigger.holds().apply(upstreams.states(run, index))
          ? RUN
          : triggerFailed(unmet(run, index, trigger));
    } catch (Throwable thrown) {
      Failure failure = masker.failure(thrown);
      return new Verdict.TriggerFailed(
          "trigger " + trigger.name() + " failed: " + failure.summary(), Optional.of(failure));
    }
  }

  private String unmet(NodeRun run, int index, Trigger trigger) {
    String blamed = upstreams.blamed(run, index);
    return "trigger "
        + trigger.name()
        + " does not hold"
        + (blamed.isEmpty() ? ": everything upstream succeeded" : ", upstream: " + blamed);
  }
}
