package dev.praetor.engine.loop;

import dev.praetor.PraetorException;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.engine.Journal;
import dev.praetor.engine.Spans;
import dev.praetor.engine.events.Command;
import dev.praetor.engine.events.Event;
import dev.praetor.engine.events.Mailbox;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.events.UnwrittenBatch;
import dev.praetor.engine.events.UnwrittenValues;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.run.RunNotRecorded;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.Snapshots;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Groups changes into batches for the journal, and holds back actions until their batch is durable.
 * While the journal writes batches, the next batch grows, so that batches grow with the load and a
 * single change is written without delay. For the owner of the run.
 *
 * <p>The begin of an attempt is written only if the attempt does not end soon: nothing depends on
 * that record, and a task run that begins and ends between two batches is thus one row, written
 * once. The same goes for the begin of the run.
 */
public final class JournalBuffer {
  static final long SOON = Duration.ofMillis(20).toNanos();
  private static final int MOST_IN_PROGRESS = 2;
  private static final int MOST_WAITING = 20_000;
  private static final StateType[] TYPES = StateType.values();
  private final RunId run;
  private final Source.Whole result;
  private final Journal journal;
  private final Mailbox mailbox;
  private final UnwrittenValues unwritten;
  private final TurnClock clock;
  private final boolean keepsNothing;
  private Map<Changed, Optional<Journal.EncodedValue>> changes = new LinkedHashMap<>();
  private final Map<Changed, Long> begun = new LinkedHashMap<>();
  private final Map<NodeRun, int[]> counted = new HashMap<>();
  private List<Journal.Elements> elements = new ArrayList<>();
  private long bytes;
  private List<State> flow = new ArrayList<>();
  private long flowBegun;
  private List<Runnable> held = new ArrayList<>();
  private List<Runnable> following = new ArrayList<>();
  private final Deque<UnwrittenBatch> inProgress = new ArrayDeque<>();

  /** The number of batches in progress whose order is certain. */
  private int inOrder;

  private Rejections rejections = (_, _, _) -> {};
  private boolean confirming;
  private long sequence;

  /** Receives the changes that can never be recorded. */
  interface Rejections {
    /** Fails the task run, whose last change is not recorded. */
    void rejected(String node, int index, String why);
  }

  private record Changed(NodeRun run, int index) {}

  JournalBuffer(RunContext context, Journal journal, TurnClock clock) {
    this.run = context.id();
    this.result = context.request().graph().result();
    this.journal = journal;
    this.mailbox = context.mailbox();
    this.unwritten = context.unwritten();
    this.clock = clock;
    this.keepsNothing = journal.isVolatile();
  }

  /** Returns whether so many changes wait to be written that nothing new should start. */
  boolean isFull() {
    return changes.size() > MOST_WAITING || unwritten.isFull();
  }

  void passRejectionsTo(Rejections receiver) {
    rejections = receiver;
  }

  /**
   * Returns whether code may start: no other process can have claimed the run. If that is in doubt,
   * an empty batch asks, and code waits until it is durable.
   */
  boolean isOwned() {
    if (keepsNothing || journal.owns(run)) {
      return true;
    }
    if (!confirming) {
      confirming = true;
      held.add(() -> confirming = false);
    }
    return false;
  }

  void changed(NodeRun node, int index) {
    changed(node, index, Optional.empty());
  }

  /** Adds a change, with its value as encoded by the journal. */
  void changed(NodeRun node, int index, Optional<Journal.EncodedValue> kept) {
    if (!keepsNothing) {
      Changed changed = new Changed(node, index);
      begun.remove(changed);
      changes.put(changed, kept);
      long size = kept.isEmpty() ? 0 : kept.get().size();
      bytes += size;
      unwritten.add(size);
    }
  }

  /** Adds the begin of an attempt, which is written only if the attempt does not end soon. */
  void begun(NodeRun node, int index) {
    if (!keepsNothing) {
      Changed changed = new Changed(node, index);
      if (!changes.containsKey(changed)) {
        begun.putIfAbsent(changed, clock.nanos() + SOON);
      }
    }
  }

  /** Adds the elements that the children of a node are made from. */
  void elements(NodeRun node, String hashes) {
    if (!keepsNothing) {
      elements.add(new Journal.Elements(node.name(), hashes));
    }
  }

  /** Adds a state of the flow run; its begin is written only if the run does not end soon. */
  void flow(State state) {
    if (!keepsNothing) {
      flow.add(state);
      flowBegun = clock.nanos() + SOON;
    }
  }

  private boolean flowMayWait() {
    return flow.isEmpty()
        || sequence == 0 && flow.size() == 1 && flow.getFirst().type() == StateType.RUNNING;
  }

  private boolean flowWaits() {
    return flow.isEmpty() || flowMayWait() && flowBegun > clock.nanos();
  }

  /** Returns whether the next batch comes after all others, and nothing waits for it. */
  boolean mayBeLast() {
    return nothingHeld() && inProgress.isEmpty();
  }

  private boolean nothingHeld() {
    return held.isEmpty() && following.isEmpty();
  }

  /** Runs an action once all changes so far are durable. */
  public void whenDurable(Runnable action) {
    if (keepsNothing) {
      action.run();
    } else {
      held.add(action);
    }
  }

  /**
   * Runs an action once all changes so far are durable, or are certain to become so before all
   * later ones.
   */
  void whenInOrder(Runnable action) {
    if (keepsNothing) {
      action.run();
    } else {
      following.add(action);
    }
  }

  boolean isSettled() {
    return changes.isEmpty() && flowMayWait() && nothingHeld() && inProgress.isEmpty();
  }

  private boolean isBusy() {
    return inProgress.size() - inOrder >= MOST_IN_PROGRESS;
  }

  /**
   * Returns the elapsed time at which the oldest delayed begin is to be written; {@link
   * Spans#NEVER} if there is none or the journal is busy.
   */
  long due() {
    if (isBusy()) {
      return Spans.NEVER;
    }
    long task = begun.isEmpty() ? Spans.NEVER : begun.values().iterator().next();
    return flow.isEmpty() ? task : Math.min(task, flowBegun);
  }

  /** Passes the changes to the journal, unless it is busy. */
  void flush() {
    flush(false);
  }

  /**
   * Passes the changes to the journal, unless it is busy.
   *
   * @param alone true if the run does nothing until the changes are durable, so that the journal
   *     may write them in this thread
   */
  void flush(boolean alone) {
    if (isBusy()) {
      return;
    }
    takeLongBegun();
    if (changes.isEmpty() && flowWaits() && nothingHeld()) {
      return;
    }
    List<Journal.Change> rows = new ArrayList<>(changes.size());
    List<Runnable> values = new ArrayList<>(0);
    Map<NodeRun, int[]> touched = new LinkedHashMap<>();
    changes.forEach((changed, kept) -> {
      rows.add(Snapshots.change(changed.run(), changed.index(), kept));
      if (!isResult(changed.run().node)) {
        kept.flatMap(Journal.EncodedValue::large)
            .ifPresent(
                large -> values.add(() -> changed.run().children().letGo(changed.index(), large)));
      }
      if (changed.index() >= 0 && !changed.run().isSingle()) {
        touched.computeIfAbsent(changed.run(), _ -> new int[TYPES.length]);
      }
    });
    Journal.Batch batch = new Journal.Batch(run, ++sequence, rows, counts(touched), elements, flow);
    boolean here = alone && inProgress.isEmpty();
    UnwrittenBatch batched = new UnwrittenBatch(held, following, values, bytes);
    inProgress.add(batched);
    bytes = 0;
    changes = new LinkedHashMap<>();
    elements = new ArrayList<>();
    flow = new ArrayList<>(1);
    held = new ArrayList<>();
    following = new ArrayList<>();
    Journal.Receipt receipt = new BatchReceipt(batched);
    if (here) {
      journal.appendAlone(batch, receipt);
    } else {
      journal.append(batch, receipt);
    }
  }

  /** Returns whether the value of a node is that of the flow, which is read after the run. */
  private boolean isResult(GraphNode node) {
    return node.dimensions() == 0 && result instanceof Source.Output(GraphNode of) && of == node;
  }

  private void takeLongBegun() {
    Iterator<Map.Entry<Changed, Long>> oldest = begun.entrySet().iterator();
    while (oldest.hasNext()) {
      Map.Entry<Changed, Long> next = oldest.next();
      if (next.getValue() > clock.nanos()) {
        return;
      }
      changes.put(next.getKey(), Optional.empty());
      oldest.remove();
    }
  }

  /** Counts the children of changed nodes by state, consistently with the rows written so far. */
  private List<Journal.Counts> counts(Map<NodeRun, int[]> touched) {
    if (touched.isEmpty()) {
      return List.of();
    }
    for (Changed unwritten : begun.keySet()) {
      int[] less = touched.get(unwritten.run());
      if (less != null) {
        less[StateType.RUNNING.ordinal()]++;
      }
    }
    List<Journal.Counts> all = new ArrayList<>(touched.size());
    touched.forEach((node, less) -> all.add(counts(node, less)));
    return all;
  }

  private Journal.Counts counts(NodeRun node, int[] less) {
    int[] last = counted.computeIfAbsent(node, _ -> new int[TYPES.length]);
    Map<StateType, Integer> now = new EnumMap<>(StateType.class);
    for (StateType type : TYPES) {
      int n = node.children().count(type) - less[type.ordinal()];
      if (type != StateType.PENDING && (n > 0 || last[type.ordinal()] > 0)) {
        now.put(type, n);
        last[type.ordinal()] = n;
      }
    }
    return new Journal.Counts(node.name(), now);
  }

  private final class BatchReceipt implements Journal.Receipt {
    private final UnwrittenBatch batch;

    BatchReceipt(UnwrittenBatch batch) {
      this.batch = batch;
    }

    @Override
    public void inOrder() {
      mailbox.offer(new Command(() -> follow(batch)));
    }

    @Override
    public void durable() {
      mailbox.offer(new Durable());
    }

    @Override
    public void rejected(String node, int index, String why) {
      mailbox.offer(
          new Command(() -> {
            if (batch.isInOrder()) {
              throw new RunNotRecorded(
                  "%s cannot be recorded, and what follows from it has begun: %s"
                      .formatted(index < 0 ? node : node + "[" + index + "]", why));
            }
            rejections.rejected(node, index, why);
          }));
    }

    @Override
    public void refused(String why) {
      failed(new RunOwnershipLost(run, why));
    }

    @Override
    public void failed(PraetorException why) {
      mailbox.offer(
          new Command(() -> {
            throw why;
          }));
    }
  }

  /** Starts what follows from a batch whose order is certain, unless it has become durable. */
  private void follow(UnwrittenBatch batch) {
    if (!batch.isInOrder() && inProgress.contains(batch)) {
      inOrder++;
      batch.inOrder();
    }
  }

  private final class Durable extends Event {
    @Override
    public void handle() {
      UnwrittenBatch written = inProgress.remove();
      inOrder -= written.isInOrder() ? 1 : 0;
      unwritten.add(-written.bytes());
      written.durable();
    }
  }
}
