package dev.praetor.testkit;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.TaskRun;
import dev.praetor.Transition;
import dev.praetor.engine.Journal;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.taskruns.ElementHashes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A journal in memory that can fail like a killed process: only what it has acknowledged until then
 * remains of a run. Thread-safe.
 */
public final class MemoryJournal implements Journal {
  private static final String KILLED = "the process was killed";
  private final Map<RunId, Runs> runs = new HashMap<>();
  private int batchesLeft = Integer.MAX_VALUE;
  private int kills;

  private static final class Runs {
    final Start start;
    State state;
    final List<Transition> history = new ArrayList<>();
    @Nullable Instant started;
    final Map<Key, Change> rows = new TreeMap<>(Key.ORDER);
    final Map<String, ElementHashes> elements = new HashMap<>();
    final List<String> written = new ArrayList<>();

    Runs(Start start) {
      this.start = start;
      this.state = new State.Pending("", start.times().created());
    }
  }

  /** The place of a value that is not kept. */
  private record Absent(String why) implements EncodedValue {}

  private record Key(String node, int index) {
    static final Comparator<Key> ORDER =
        Comparator.comparing(Key::node).thenComparingInt(Key::index);
  }

  /** Refuses every batch after the next {@code batches}, as if the process had been killed. */
  public synchronized MemoryJournal killAfter(int batches) {
    batchesLeft = batches;
    return this;
  }

  /** Accepts batches again, but none of a {@linkplain #process process} that was killed. */
  public synchronized void revive() {
    batchesLeft = Integer.MAX_VALUE;
    kills++;
  }

  /**
   * Returns the journal of one process. It ends with the next {@link #revive}: from then on it
   * refuses everything, as a store refuses what a process writes that has lost its runs.
   */
  public synchronized Journal process() {
    return new OfProcess(kills);
  }

  private final class OfProcess implements Journal {
    private final int since;

    OfProcess(int since) {
      this.since = since;
    }

    @Override
    public CompletableFuture<?> begin(Start start) {
      synchronized (MemoryJournal.this) {
        return since == kills
            ? MemoryJournal.this.begin(start)
            : CompletableFuture.failedFuture(new RunOwnershipLost(start.run(), KILLED));
      }
    }

    @Override
    public void append(Batch batch, Receipt receipt) {
      acknowledge(keep(batch, since), receipt);
    }

    @Override
    public Optional<EncodedValue> absent(String why) {
      return MemoryJournal.this.absent(why);
    }
  }

  @Override
  public synchronized CompletableFuture<?> begin(Start start) {
    if (!start.resumed()) {
      runs.put(start.run(), new Runs(start));
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void append(Batch batch, Receipt receipt) {
    acknowledge(keep(batch), receipt);
  }

  private static void acknowledge(boolean kept, Receipt receipt) {
    if (kept) {
      receipt.durable();
    } else {
      receipt.refused(KILLED);
    }
  }

  private synchronized boolean keep(Batch batch, int since) {
    return since == kills && keep(batch);
  }

  private synchronized boolean keep(Batch batch) {
    if (batchesLeft == 0) {
      return false;
    }
    batchesLeft--;
    Runs run = runs.get(batch.run());
    if (run == null) {
      throw new IllegalStateException("run " + batch.run() + " has not begun");
    }
    for (Change change : batch.changes()) {
      TaskRun row = change.run();
      run.rows.put(new Key(row.node(), row.index()), change);
      run.written.add(row.path() + " " + row.state().name());
    }
    batch
        .elements()
        .forEach(each -> run.elements.put(each.node(), ElementHashes.parse(each.hashes())));
    batch
        .flow()
        .forEach(state -> {
          run.state = state;
          run.history.add(new Transition(0, state));
          if (run.started == null && state instanceof State.Running) {
            run.started = state.time();
          }
        });
    return true;
  }

  @Override
  public Optional<EncodedValue> absent(String why) {
    return Optional.of(new Absent(why));
  }

  /**
   * Returns the states written for a run's task runs, in order, for example {@code send[3]
   * Success}.
   */
  public synchronized List<String> written(RunId run) {
    return List.copyOf(of(run).written);
  }

  /** Returns the record of a run. */
  public RecordedRun recorded(RunId id) {
    return recorded(id, (_, _) -> Optional.empty());
  }

  /**
   * Returns the record of a run without the values of some of its task runs.
   *
   * @param missing a function from node and index to the reason why the value is missing; empty if
   *     it is not
   */
  public synchronized RecordedRun recorded(
      RunId id, BiFunction<String, Integer, Optional<String>> missing) {
    Runs run = of(id);
    RecordedRun recorded =
        new RecordedRun(
            new RecordedRun.Header(
                id, run.state, run.start.times(), Optional.ofNullable(run.started)));
    recorded.setHistory(run.history);
    for (Change row : run.rows.values()) {
      TaskRun known = row.run();
      Optional<String> why = missing.apply(known.node(), known.index()).or(() -> notKept(row));
      Optional<String> lost =
          row.loop().flatMap(loop -> loop.kept().flatMap(MemoryJournal::whyAbsent));
      recorded.add(known, why, lost.isPresent() ? Optional.empty() : row.loop());
      lost.ifPresent(reason -> recorded.addLostState(known, reason));
    }
    run.elements.forEach(recorded::addElements);
    recorded.setChildren((task, _) -> {
      Parent parent = new Parent(id, task);
      return runs.values().stream()
          .filter(each -> each.start.parent().equals(Optional.of(parent)))
          .findFirst()
          .map(each -> recorded(each.start.run()));
    });
    return recorded;
  }

  private static Optional<String> notKept(Change row) {
    return row.kept().flatMap(MemoryJournal::whyAbsent);
  }

  private static Optional<String> whyAbsent(EncodedValue kept) {
    return kept instanceof Absent(String why) ? Optional.of(why) : Optional.empty();
  }

  private Runs of(RunId id) {
    Runs run = runs.get(id);
    if (run == null) {
      throw new IllegalStateException("run " + id + " has not begun");
    }
    return run;
  }
}
