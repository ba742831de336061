package dev.praetor.store;

import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import dev.praetor.Transition;
import dev.praetor.engine.Journal;
import dev.praetor.engine.Masker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of the batches of one run. One thread at a time, in the order of the batches: it
 * counts the children of mapped nodes, and so keeps a byte for each.
 */
final class RunEncoder {
  private static final StateType[] TYPES = StateType.values();
  private final String run;
  private final Masker masker;
  private final List<Transition> flowHistory = new ArrayList<>();
  private final Map<String, Children> children = new HashMap<>();
  private @Nullable Long started;

  private static final class Children {
    byte[] types = new byte[16];
    final int[] counts = new int[TYPES.length];
    int changed;

    void set(int index, StateType type) {
      if (index >= types.length) {
        types = Arrays.copyOf(types, Math.max(index + 1, types.length * 2));
      }
      int before = types[index] - 1;
      if (before >= 0) {
        counts[before]--;
        changed |= 1 << before;
      }
      counts[type.ordinal()]++;
      changed |= 1 << type.ordinal();
      types[index] = (byte) (type.ordinal() + 1);
    }
  }

  RunEncoder(Journal.Start start) {
    this.run = start.run().toString();
    this.masker = start.masker();
  }

  Rows.BeginRow begin(Journal.Start start, @Nullable String version, long now) {
    flowHistory.add(new Transition(0, new State.Pending("", Times.of(now))));
    JsonValues.Kept parameters = JsonValues.write(start.parameters(), masker);
    return new Rows.BeginRow(
        run,
        Texts.plain(start.flow()),
        version,
        text(start.name()),
        parameters.json() == null ? "{}" : parameters.json(),
        start.parent().map(Object::toString).orElse(null),
        now,
        Times.micros(start.scheduled()),
        HistoryJson.write(flowHistory, Optional.empty(), masker));
  }

  Rows encode(Journal.Batch batch) {
    List<Rows.Task> tasks = new ArrayList<>(batch.changes().size());
    List<String> nodes = new ArrayList<>();
    for (TaskRun change : batch.changes()) {
      tasks.add(task(change, batch.sequence()));
      if (change.index() >= 0) {
        Children of = children.computeIfAbsent(change.node(), _ -> new Children());
        if (of.changed == 0) {
          nodes.add(change.node());
        }
        of.set(change.index(), change.state().type());
      }
    }
    List<Rows.Count> counts = new ArrayList<>();
    for (String node : nodes) {
      counts(node, batch.sequence(), counts);
    }
    Rows.FlowRow flow = batch.flow().map(state -> flow(state, batch.sequence())).orElse(null);
    return new Rows(run, batch.sequence(), tasks, counts, flow);
  }

  private void counts(String node, long sequence, List<Rows.Count> into) {
    Children of = children.get(node);
    if (of == null) {
      return;
    }
    for (StateType type : TYPES) {
      if ((of.changed & 1 << type.ordinal()) != 0) {
        Rows.CountKey key = new Rows.CountKey(run, Texts.plain(node), type.label());
        into.add(new Rows.Count(key, sequence, of.counts[type.ordinal()]));
      }
    }
    of.changed = 0;
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
