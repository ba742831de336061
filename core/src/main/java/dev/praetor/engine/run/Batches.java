package dev.praetor.engine.run;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.TaskRun;
import dev.praetor.engine.Journal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Groups what changed into batches for the journal, and holds back what may happen only once a
 * batch is durable. While the journal works on batches the next one grows, so batches grow with the
 * load and a lone change does not wait for company. For the owner of the run.
 */
final class Batches {
  private static final int UNDER_WAY = 2;
  private final RunId run;
  private final Journal journal;
  private final Mailbox mailbox;
  private final boolean keepsNothing;
  private Map<Changed, Changed> changes = new LinkedHashMap<>();
  private @Nullable State flow;
  private List<Runnable> held = new ArrayList<>();
  private final Deque<List<Runnable>> underWay = new ArrayDeque<>();
  private long sequence;

  private record Changed(NodeRun run, int index) {}

  Batches(RunId run, Journal journal, Mailbox mailbox) {
    this.run = run;
    this.journal = journal;
    this.mailbox = mailbox;
    this.keepsNothing = journal.keepsNothing();
  }

  /** Whether everything counts as durable at once. */
  boolean areImmediate() {
    return keepsNothing;
  }

  void changed(NodeRun node, int index) {
    if (!keepsNothing) {
      Changed changed = new Changed(node, index);
      changes.put(changed, changed);
    }
  }

  void flow(State state) {
    if (!keepsNothing) {
      flow = state;
    }
  }

  /** Does something once all that has changed so far is durable. */
  void whenDurable(Runnable action) {
    held.add(action);
  }

  boolean isSettled() {
    return changes.isEmpty() && flow == null && held.isEmpty() && underWay.isEmpty();
  }

  /** Hands over what has changed, unless the journal has enough to do. */
  void flush() {
    if (changes.isEmpty() && flow == null && held.isEmpty() || underWay.size() >= UNDER_WAY) {
      return;
    }
    List<TaskRun> rows = new ArrayList<>(changes.size());
    for (Changed changed : changes.keySet()) {
      rows.add(
          changed.index() < 0
              ? States.nodeRun(changed.run())
              : States.taskRun(changed.run(), changed.index()));
    }
    underWay.add(held);
    Journal.Batch batch = new Journal.Batch(run, ++sequence, rows, Optional.ofNullable(flow));
    changes = new LinkedHashMap<>();
    flow = null;
    held = new ArrayList<>();
    journal.append(batch, () -> mailbox.offer(new Durable()));
  }

  private final class Durable extends Event {
    @Override
    void handle(RunLoop loop) {
      underWay.remove().forEach(Runnable::run);
    }
  }
}
