package dev.praetor.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.RunId;
import dev.praetor.engine.RunListener;
import dev.praetor.engine.TagLimits;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.engine.spec.FlowDescription;
import dev.praetor.engine.spec.FlowSpecReader;
import dev.praetor.testkit.MemoryJournal;
import dev.praetor.testkit.SettableClock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run that is killed and resumed several times, until it ends. */
final class KilledRuns<R extends @Nullable Object> {
  final MemoryJournal journal = new MemoryJournal();
  private final Flow<R> flow;
  private final Timekeeper clock;
  private RunListener listener = RunListener.NONE;
  private Map<String, Integer> limits = Map.of();
  private RunId id = RunId.parse("00000000-0000-7000-8000-000000000000");

  KilledRuns(Flow<R> flow) {
    this(flow, SettableClock.at(Instant.parse("2026-01-05T08:00:00Z")));
  }

  KilledRuns(Flow<R> flow, Timekeeper clock) {
    this.flow = flow;
    this.clock = clock;
  }

  /** Sets a listener that is notified of all events from now on. */
  KilledRuns<R> watchedBy(RunListener listener) {
    this.listener = listener;
    return this;
  }

  /** Limits the concurrent attempts of tasks by tag, from now on. */
  KilledRuns<R> limitedBy(Map<String, Integer> limits) {
    this.limits = limits;
    return this;
  }

  RunId id() {
    return id;
  }

  private LocalRun<R> local() {
    return local(flow);
  }

  private LocalRun<R> local(Flow<R> flow) {
    return LocalRun.of(flow)
        .with(s -> s.withTime(clock))
        .with(s -> s.withListener(listener))
        .with(s -> s.withSlots(new TagLimits(limits)))
        .with(s ->
            s.withPersistence(
                new RunSettings.Persistence(journal.process(), s.persistence().cache())));
  }

  /**
   * Starts the run and kills it after the given number of batches; returns its result if it ended
   * before.
   */
  Optional<FlowResult<R>> begin(int batches, Argument... arguments) {
    return runUntilKilled(local(), batches, arguments);
  }

  /**
   * Resumes the run and kills it after the given number of further batches; returns its result if
   * it ended before.
   */
  Optional<FlowResult<R>> resumeFor(int batches, Argument... arguments) {
    return runUntilKilled(local().resuming(journal.recorded(id)), batches, arguments);
  }

  /** Resumes the run and waits for its end. */
  FlowResult<R> finish(Argument... arguments) {
    return resumeFor(Integer.MAX_VALUE, arguments).orElseThrow();
  }

  /** Resumes the run with the flow as another process defines it, and waits for its end. */
  FlowResult<R> resumeAs(Flow<R> defined) {
    return runUntilKilled(local(defined).resuming(recorded()), Integer.MAX_VALUE).orElseThrow();
  }

  FlowRun<R> resume(Argument... arguments) {
    journal.revive();
    return local().resuming(journal.recorded(id)).start(arguments);
  }

  /** Resumes the run without the result of a node, which was dropped in the meantime. */
  FlowRun<R> resumeWithout(String dropped) {
    journal.revive();
    RecordedRun recorded =
        journal.recorded(
            id,
            (node, _) -> node.equals(dropped) ? Optional.of("it was dropped") : Optional.empty());
    return local().resuming(recorded).start();
  }

  FlowRun<R> start(Argument... arguments) {
    FlowRun<R> run = local().start(arguments);
    id = run.id();
    return run;
  }

  FlowResult<R> restart(RestartPlan plan, Argument... arguments) {
    return local().restarting(recorded(), plan).run(arguments);
  }

  RecordedRun recorded() {
    return journal.recorded(id);
  }

  /** Plans a restart; the description of the flow must give the same plan as its code. */
  RestartPlan plan(RestartPlan.From from) {
    RestartPlan plan =
        RestartPlan.of(flow.definition().graph(), recorded(), from, RestartPlan.Changes.NONE);
    FlowDescription description = FlowSpecReader.read(flow.spec().json());
    assertThat(parts(RestartPlan.of(description, recorded(), from, RestartPlan.Changes.NONE)))
        .isEqualTo(parts(plan));
    return plan;
  }

  /** Returns a plan by nodes; of several reasons, a description may give another one than code. */
  static List<RestartPlan.NodePlan> parts(RestartPlan plan) {
    return plan.nodes().stream()
        .map(node -> {
          Map<String, String> runs = new LinkedHashMap<>(node.runs());
          runs.replaceAll((_, why) ->
              why.startsWith("follows ") || why.startsWith("parameter ") ? "something" : why);
          return new RestartPlan.NodePlan(node.node(), node.width(), runs, node.reused());
        })
        .toList();
  }

  private Optional<FlowResult<R>> runUntilKilled(
      LocalRun<R> local, int batches, Argument... arguments) {
    journal.killAfter(batches);
    try {
      FlowRun<R> run = local.start(arguments);
      id = run.id();
      return Optional.of(run.await());
    } catch (RunOwnershipLost killed) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      journal.revive();
    }
  }
}
