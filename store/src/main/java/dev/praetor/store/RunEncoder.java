package dev.praetor.store;

import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import dev.praetor.Transition;
import dev.praetor.engine.Journal;
import dev.praetor.engine.secret.Masker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes rows of the batches of one run. One thread at a time, in the order of the batches. */
final class RunEncoder {
  private final String run;
  private final Masker masker;
  private final int epoch;
  private final long largestResult;
  private final List<Transition> flowHistory = new ArrayList<>();
  private final Set<String> counted = new HashSet<>();
  private @Nullable Long started;

  RunEncoder(Journal.Start start, int epoch, long largestResult) {
    this.run = start.run().toString();
    this.masker = start.masker();
    this.epoch = epoch;
    this.largestResult = largestResult;
  }

  int epoch() {
    return epoch;
  }

  Rows.BeginRow begin(Journal.Start start, @Nullable String version, String origin, long now) {
    flowHistory.add(new Transition(0, new State.Pending("", Times.of(now))));
    Optional<Journal.Parent> parent = start.parent();
    return new Rows.BeginRow(
        run,
        Texts.plain(start.flow()),
        version,
        text(start.name()),
        parameters(start),
        new Rows.Lineage(
            origin,
            parent.map(around -> around.run().toString()).orElse(null),
            parent.map(around -> Texts.plain(around.task())).orElse(null),
            start.restartOf().map(Object::toString).orElse(null)),
        now,
        Times.micros(start.scheduled()),
        HistoryJson.write(flowHistory, Optional.empty(), masker));
  }

  private String parameters(Journal.Start start) {
    try {
      Value value = JsonValues.write(start.parameters(), masker, largestResult);
      return value.blob() != null
          ? new String(value.blob().bytes(), java.nio.charset.StandardCharsets.UTF_8)
          : value.json() == null ? "{}" : value.json();
    } catch (Journal.TooLarge e) {
      throw new StoreFailed("the parameters of run " + run + " have " + e.getMessage(), e);
    }
  }

  /** Goes on from what an earlier life of the run wrote. */
  void goOn(StoredRun before) {
    flowHistory.addAll(before.history());
    started = before.times().started().map(Times::micros).orElse(null);
  }

  Rows encode(Journal.Batch batch) {
    List<Rows.Task> tasks = new ArrayList<>(batch.changes().size());
    for (Journal.Change change : batch.changes()) {
      tasks.add(task(change));
    }
    List<Rows.Count> counts = new ArrayList<>();
    batch.counts().forEach(of -> count(of, counts));
    Rows.FlowRow flow = batch.flow().map(this::flow).orElse(null);
    return new Rows(run, epoch, Rows.sequence(epoch, batch.sequence()), tasks, counts, flow);
  }

  /** States that are not told have no children; what an earlier life wrote of them is undone. */
  private void count(Journal.Counts of, Collection<Rows.Count> counts) {
    String node = Texts.plain(of.node());
    of.children().forEach((type, n) -> counts.add(new Rows.Count(node, type.label(), n)));
    if (epoch > 1 && counted.add(node)) {
      for (StateType type : StateType.values()) {
        if (!of.children().containsKey(type)) {
          counts.add(new Rows.Count(node, type.label(), 0));
        }
      }
    }
  }

  private Rows.Task task(Journal.Change change) {
    TaskRun now = change.run();
    State state = now.state();
    Rows.Span span =
        new Rows.Span(
            change.created(),
            started(now.history()),
            state.isFinished() ? Times.micros(state.time()) : null);
    return new Rows.Task(
        Texts.plain(now.node()),
        now.index(),
        state.name(),
        now.attempts(),
        label(now),
        span,
        value(change),
        change.ordinary() ? null : more(change));
  }

  private @Nullable String label(TaskRun now) {
    return now.label().equals(StoredTaskRun.standardLabel(now.node(), now.index()))
        ? null
        : text(now.label());
  }

  private Rows.More more(Journal.Change change) {
    TaskRun now = change.run();
    return new Rows.More(
        text(now.state().message()),
        HistoryJson.write(now.history(), now.failure(), masker),
        now.failure().map(failure -> HistoryJson.write(failure, masker)).orElse(null),
        change.loop().map(loop -> LoopJson.write(loop, masker, largestResult)).orElse(null));
  }

  private Value value(Journal.Change change) {
    State state = change.run().state();
    if (!state.isSuccessful() || state.type() == StateType.SKIPPED || isContainer(change.run())) {
      return Value.NOTHING;
    }
    if (change.kept().orElse(null) instanceof Value kept) {
      return kept;
    }
    try {
      return JsonValues.write(change.run().value(), masker, largestResult);
    } catch (Journal.TooLarge e) {
      return Value.absent("too large to be kept: " + e.getMessage());
    }
  }

  /** Whether it is a mapped node as a whole, which has no value of its own. */
  private static boolean isContainer(TaskRun run) {
    return run.index() < 0
        && run.history().stream().anyMatch(t -> t.state().type() == StateType.MAPPED);
  }

  private static @Nullable Long started(List<Transition> history) {
    for (Transition transition : history) {
      if (transition.state() instanceof State.Active active) {
        return Times.micros(active.time());
      }
    }
    return null;
  }

  private Rows.FlowRow flow(State state) {
    flowHistory.add(new Transition(0, state));
    if (started == null && state instanceof State.Running) {
      started = Times.micros(state.time());
    }
    return new Rows.FlowRow(
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
