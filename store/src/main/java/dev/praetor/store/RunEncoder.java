package dev.praetor.store;

import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import dev.praetor.Transition;
import dev.praetor.engine.Journal;
import dev.praetor.engine.Masker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes rows of the batches of one run. One thread at a time, in the order of the batches. */
final class RunEncoder {
  private final String run;
  private final Masker masker;
  private final List<Transition> flowHistory = new ArrayList<>();
  private @Nullable Long started;

  private final long base;

  RunEncoder(Journal.Start start, int epoch, java.util.Optional<StoredRun> before) {
    this.base = (long) epoch << 40;
    before.ifPresent(run -> {
      flowHistory.addAll(run.history());
      started = run.times().started().map(Times::micros).orElse(null);
    });
    this.run = start.run().toString();
    this.masker = start.masker();
  }

  Rows.BeginRow begin(Journal.Start start, @Nullable String version, long now) {
    if (flowHistory.isEmpty()) {
      flowHistory.add(new Transition(0, new State.Pending("", Times.of(now))));
    }
    JsonValues.Kept parameters = JsonValues.write(start.parameters(), masker);
    return new Rows.BeginRow(
        run,
        Texts.plain(start.flow()),
        version,
        text(start.name()),
        parameters.json() == null ? "{}" : parameters.json(),
        start.parent().map(parent -> parent.run().toString()).orElse(null),
        now,
        Times.micros(start.scheduled()),
        HistoryJson.write(flowHistory, Optional.empty(), masker));
  }

  Rows encode(Journal.Batch batch) {
    List<Rows.Task> tasks = new ArrayList<>(batch.changes().size());
    for (Journal.Change change : batch.changes()) {
      tasks.add(task(change.run(), base + batch.sequence()));
    }
    List<Rows.Count> counts = new ArrayList<>();
    for (Journal.Counts of : batch.counts()) {
      of.children()
          .forEach((type, n) -> {
            Rows.CountKey key = new Rows.CountKey(run, Texts.plain(of.node()), type.label());
            counts.add(new Rows.Count(key, base + batch.sequence(), n));
          });
    }
    Rows.FlowRow flow =
        batch.flow().map(state -> flow(state, base + batch.sequence())).orElse(null);
    return new Rows(run, base + batch.sequence(), tasks, counts, flow);
  }

  private Rows.Task task(TaskRun change, long sequence) {
    State state = change.state();
    boolean hasValue =
        state.isSuccessful() && state.type() != StateType.SKIPPED && !isContainer(change);
    return new Rows.Task(
        new Rows.Key(run, Texts.plain(change.node()), change.index()),
        sequence,
        state.name(),
        text(state.message()),
        text(change.label()),
        change.attempts(),
        started(change.history()),
        state.isFinished() ? Times.micros(state.time()) : null,
        HistoryJson.write(change.history(), change.failure(), masker),
        hasValue ? JsonValues.write(change.value(), masker) : JsonValues.Kept.NOTHING,
        change.failure().map(failure -> HistoryJson.write(failure, masker)).orElse(null));
  }

  /** Whether it is a mapped node as a whole, which has no value of its own. */
  private static boolean isContainer(TaskRun change) {
    return change.index() < 0
        && change.history().stream().anyMatch(t -> t.state().type() == StateType.MAPPED);
  }

  private static @Nullable Long started(List<Transition> history) {
    for (Transition transition : history) {
      if (transition.state() instanceof State.Active active) {
        return Times.micros(active.time());
      }
    }
    return null;
  }

  private Rows.FlowRow flow(State state, long sequence) {
    flowHistory.add(new Transition(0, state));
    if (started == null && state instanceof State.Running) {
      started = Times.micros(state.time());
    }
    return new Rows.FlowRow(
        run,
        sequence,
        state.name(),
        text(state.message()),
        started,
        state.isFinished() ? Times.micros(state.time()) : null,
        HistoryJson.write(flowHistory, Optional.empty(), masker));
  }

  private String text(String text) {
    return Texts.plain(masker.mask(text));
  }
}
