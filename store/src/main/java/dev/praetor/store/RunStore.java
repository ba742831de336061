package dev.praetor.store;

import dev.praetor.ErrorCode;
import dev.praetor.Flow;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.engine.Journal;
import dev.praetor.engine.RunListener;
import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.store.control.OrdersWithin;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.Schema;
import dev.praetor.store.history.RecordedRunReader;
import dev.praetor.store.history.ResumableRuns;
import dev.praetor.store.json.NodeCodecs;
import dev.praetor.store.model.GivenOrder;
import dev.praetor.store.model.OrderAnswer;
import dev.praetor.store.model.PruneFilter;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.signal.Subscription;
import dev.praetor.store.write.JournalListener;
import dev.praetor.store.write.StoreJournal;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A durable store of runs, which outlive the process. Several processes may have the same store
 * open and write to it; only the process that owns a run writes to that run. The code that opens a
 * store must close it, after the runs of this process have ended. Thread-safe.
 */
public final class RunStore extends StoreAreas implements AutoCloseable {
  private RunStore(OpenParts parts) {
    super(parts);
  }

  /**
   * Opens a store with the default options, and creates it if it does not exist.
   *
   * @throws StoreFailed if the store cannot be used; the message says what to do
   */
  public static RunStore open(StoreLocation where) {
    return open(where, StoreOptions.defaults());
  }

  /**
   * Opens a store with these options, and creates it if it does not exist.
   *
   * @throws StoreFailed if the store cannot be used; the message says what to do
   */
  public static RunStore open(StoreLocation where, StoreOptions options) {
    return open(Database.at(where), options);
  }

  /**
   * Opens an existing store for reading, with the default options. Apart from migrating the tables
   * of an older Praetor, nothing is written unless a method that writes is called.
   *
   * @throws StoreFailed if there is no store, or it cannot be used
   */
  public static RunStore openToRead(StoreLocation where) {
    Database database = Database.at(where);
    if (!Schema.isThere(database)) {
      throw new StoreFailed(
          ErrorCode.NOT_FOUND,
          "the store at " + database.name(),
          "there is no store at " + database.name() + " yet",
          "run a flow first");
    }
    database.protect();
    return new RunStore(OpenParts.of(database, StoreOptions.defaults(), InstantSource.system()));
  }

  /** Returns a store with these parts. */
  static RunStore of(OpenParts parts) {
    return new RunStore(parts);
  }

  /** Returns the receiver of the events of journals. */
  JournalListener events() {
    return new JournalEvents();
  }

  static RunStore open(Database database, StoreOptions options) {
    return open(database, options, InstantSource.system());
  }

  static RunStore open(Database database, StoreOptions options, InstantSource clock) {
    Schema.prepare(database);
    RunStore store = new RunStore(OpenParts.of(database, options, clock));
    long pid = ProcessHandle.current().pid();
    options.worker().ifPresent(worker -> store.workers().addRunner(store.self(), worker, pid));
    store.parts.retention().start();
    return store;
  }

  /**
   * Returns a journal for the runs of a flow. Changes that it reports as durable survive a crash.
   */
  public StoreJournal journal(Flow<?> flow, RunOrigin origin) {
    return new StoreJournal(
        parts.path(),
        parts.writer(),
        new JournalEvents(),
        this::requireRecorded,
        flow.definition(),
        origin);
  }

  private StoredRun requireRecorded(RunId id) {
    return recorded(id).orElseThrow(() -> StoreFailed.noRun(id));
  }

  /** Passes the journal's events to the parts of the store that do not write runs and task runs. */
  private final class JournalEvents implements JournalListener {
    @Override
    public void restarted(RunId earlier, RunId later) {
      parts.orders().triedAgain(earlier, later);
    }

    @Override
    public void logged(Journal.LogLine line) {
      parts.logs().add(line);
    }

    @Override
    public void progressed(Journal.Progress report) {
      parts.progress().add(report);
    }

    @Override
    public void published(Journal.Artifact artifact) throws Journal.TooLarge {
      parts.artifacts().add(artifact);
    }
  }

  /**
   * Claims a run whose process has ended, so that this process owns the run. Writes that the
   * earlier owner may still attempt are refused from now on.
   *
   * @throws StoreFailed if there is no such run, it has ended, or its owner is alive
   */
  public void claim(RunId id) {
    parts.path().owned().claim(id);
  }

  /**
   * Claims a run whose process has ended, and reads its recorded results, so that it can be resumed
   * in this process.
   *
   * @throws StoreFailed with {@code CONFLICT} if the run is a part of another run, has ended, was
   *     run with other code, or its owner is alive
   */
  public RecordedRun resume(StoredRun run, Flow<?> flow) {
    ResumableRuns.require(run, flow);
    claim(run.id());
    RecordedRun recorded = recorded(run.id(), flow);
    workers().death(run.owner().id()).ifPresent(recorded::setDeath);
    return recorded;
  }

  /**
   * Ends a run as Crashed, because more of its processes died than its flow allows. Its task runs
   * stay as they are.
   *
   * @throws StoreFailed if it has ended, or its owner is alive
   */
  public void giveUp(StoredRun run) {
    parts.givenUpRuns().giveUp(run);
  }

  /**
   * Opens a run that was given up because too many of its processes died: it is lost then, and a
   * process that serves its flow resumes it.
   *
   * @param by the name of the person who opens it; may be empty
   * @param why the reason; may be empty
   * @throws StoreFailed if there is no such run, or it was not given up
   */
  public void reopen(RunId run, String by, String why) {
    parts.givenUpRuns().reopen(run, by, why);
  }

  /**
   * Reads the recorded results of a run, to resume or restart it. A run within it that has not
   * ended is claimed when its results are requested.
   */
  public RecordedRun recorded(RunId id, Flow<?> flow) {
    return recorded(id, flow.definition());
  }

  private RecordedRun recorded(RunId id, FlowDefinition flow) {
    RecordedRun recorded = new RecordedRunReader(records(), new NodeCodecs(flow.graph())).read(id);
    recorded.setChildren((task, child) -> child(new Journal.Parent(id, task), child));
    return recorded;
  }

  private Optional<RecordedRun> child(Journal.Parent parent, FlowDefinition flow) {
    return claimChild(parent).map(run -> recorded(run.id(), flow));
  }

  /** Returns the run that a task run of another run was, and claims it unless it has ended. */
  public Optional<StoredRun> claimChild(Journal.Parent parent) {
    Optional<StoredRun> child = parts.reader().child(parent);
    child.ifPresent(this::claimUnlessEnded);
    return child;
  }

  /** Claims a run unless it has ended, which may also happen just before it is claimed. */
  private void claimUnlessEnded(StoredRun run) {
    if (run.state().isFinished()) {
      return;
    }
    try {
      claim(run.id());
    } catch (StoreFailed e) {
      if (find(run.id()).filter(now -> now.state().isFinished()).isEmpty()) {
        throw e;
      }
    }
  }

  /**
   * Gives an order to the process that owns a run; without an owner, the order waits until a
   * process resumes the run. The order is durable when this method returns. It is kept until its
   * effect is recorded, or until the run refuses it.
   *
   * @return the id of the order
   * @throws StoreFailed if there is no such run, or it has ended
   */
  public String order(RunId run, RunOrder order) {
    StoredRun found = require(run);
    if (found.isWaiting() && order instanceof RunOrder.Cancel cancel) {
      State end = new State.Cancelled(reason(cancel), parts.clock().instant());
      if (parts.waiting().end(found, end)) {
        return "";
      }
      found = require(run);
    }
    if (found.state().isFinished()) {
      throw StoreFailed.conflict(
          run,
          "run " + run + " has already ended (" + found.state().name() + ")",
          "only a run in progress takes orders");
    }
    return parts.orders().give(run, order);
  }

  /**
   * Pauses a run whose owner is dead: the process that resumes the run begins nothing until
   * somebody ends the pause. Has no effect if the run is paused.
   *
   * @param by the name of the person who pauses it; may be empty
   * @throws StoreFailed if there is no such run, it has ended, or its owner is alive
   */
  public void pauseLost(RunId run, String by, String why) {
    parts.lostRuns().pauseWhenResumed(run, by, why);
  }

  /**
   * Sets the state of a run that has ended or whose owner is dead, for a reason that is recorded;
   * the earlier states remain in its history. Its task runs that had not ended become Skipped if
   * the new state is a successful one, otherwise Cancelled; the runs within it become Cancelled.
   *
   * @param state one of Success, Skipped, Failed, TimedOut, Crashed and Cancelled
   * @param by the name of the person who sets it; may be empty
   * @throws StoreFailed if there is no such run, its owner is alive, it is a part of another run
   *     and has not ended, or the state is none of these
   */
  public void setState(RunId run, StateType state, String by, String why) {
    parts.states().set(run, state, by, why);
  }

  /**
   * Returns a run in its recorded state, also if it is shown as paused because it waits for an
   * approval.
   */
  public Optional<StoredRun> recorded(RunId run) {
    return parts.reader().recorded(run);
  }

  private static String reason(RunOrder.Cancel cancel) {
    return cancel.by().isBlank() ? cancel.why() : cancel.why() + " (by " + cancel.by() + ")";
  }

  /** Returns the orders to a run that are neither obeyed nor deleted, oldest first. */
  public List<GivenOrder> orders(RunId run) {
    return parts.orders().of(run);
  }

  /**
   * Calls a consumer with each order to a run, and with each order to its retries in this process,
   * oldest first; orders given before this call are included. The consumer is called again with an
   * order that it answered with {@link OrderAnswer.NotYet}. If this process ends before the effect
   * of an order is recorded, the next owner of the run gets the order again. The consumer is called
   * on a thread of the store.
   *
   * @return the watch; closing it ends the calls, and answers the orders that an ended run has left
   *     open
   */
  public Subscription watch(RunId run, Function<RunOrder, OrderAnswer> consumer) {
    return parts.orders().watch(run, consumer);
  }

  /**
   * Returns a listener by which the runs within a run get the orders to them, as {@link #watch}
   * hands over those to the run itself.
   */
  public RunListener ordersWithin() {
    return new OrdersWithin(parts.orders());
  }

  /**
   * Returns the names of the nodes that clean up after a run whose owner is dead, and that have not
   * ended: they still run when the run is cancelled.
   */
  public List<String> openCleanUp(RunId run) {
    return parts.lostRuns().openCleanUp(run);
  }

  /**
   * Records that a run whose owner is dead is to be cancelled: the process that resumes the run
   * starts nothing but its clean-up, and ends it.
   *
   * @param by the name of the person who cancels it; may be empty
   * @throws StoreFailed if there is no such run, it has ended, or its owner is alive
   */
  public void cancelWhenResumed(RunId run, String by, String why) {
    parts.lostRuns().cancelWhenResumed(run, by, why);
  }

  /**
   * Cancels a run whose owner is dead, and the runs within it, without any clean-up: every run and
   * task run that had not ended becomes Cancelled.
   *
   * @param by the name of the person who cancels it; may be empty
   * @throws StoreFailed if there is no such run, it has ended, or its owner is alive
   */
  public void cancelLost(RunId run, String by, String why) {
    parts.lostRuns().cancel(run, by, why);
  }

  /**
   * Deletes a run, the runs within it, and their log lines.
   *
   * @throws StoreFailed if there is no such run, or one of them is in progress
   */
  public void delete(RunId run) {
    parts.deletions().delete(run);
  }

  /**
   * Deletes the ended runs that a filter selects, with the runs within them. For a dry run nothing
   * is deleted.
   */
  public PruneFilter.Pruned prune(PruneFilter filter) {
    return parts.deletions().prune(filter);
  }

  /**
   * Deletes the results of all task runs of a run, and records the deletion in their notes;
   * histories are kept.
   *
   * @return the number of deleted results
   * @throws StoreFailed if there is no such run, or it is in progress
   */
  public int dropResults(RunId run) {
    return parts.deletions().dropResults(run);
  }

  /**
   * Deletes the result of one task run, or the results of a node with all its children, and records
   * the deletion in their notes.
   *
   * @return the number of deleted results
   * @throws StoreFailed if there is no such run, or it is in progress
   */
  public int dropResults(RunId run, TaskPath path) {
    return parts.deletions().dropResults(run, path);
  }

  /** Writes the changes that were handed over before, and closes the store. */
  @Override
  public void close() {
    parts.close();
  }
}
