package dev.praetor.store.write;

import dev.praetor.engine.Journal;
import dev.praetor.store.audit.row.AuditBatch;
import dev.praetor.store.audit.row.OpenChange;
import dev.praetor.store.blob.Blob;
import dev.praetor.store.blob.Blobs;
import dev.praetor.store.db.WriteConnection;
import dev.praetor.store.event.LateReport;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.signal.StoreSignals;
import dev.praetor.store.signal.Topic;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A transaction of several jobs, created anew for every try. Used by one thread. */
final class Transaction {
  private final WriteSession session;
  private final RunTable runs;
  private final TaskTable tasks;
  private final SlotChanges slots;
  private final boolean again;
  private final StoreSignals signals;
  private final AuditBatch audit;
  private final Set<Topic> topics = EnumSet.noneOf(Topic.class);
  private final List<Runnable> after = new ArrayList<>();
  private final List<Job.Begin> begins = new ArrayList<>();
  private final List<Job.Admit> admits = new ArrayList<>();

  /**
   * The batches of each run, in the order of the runs' ids, so that two processes never wait for
   * each other.
   */
  private final Map<RunEpoch, List<Job.Append>> appended = new TreeMap<>();

  private record RunEpoch(String run, int epoch) implements Comparable<RunEpoch> {
    static RunEpoch of(BatchRows rows) {
      return new RunEpoch(rows.run(), rows.epoch());
    }

    @Override
    public int compareTo(RunEpoch other) {
      int byRun = run.compareTo(other.run);
      return byRun != 0 ? byRun : Integer.compare(epoch, other.epoch);
    }
  }

  /**
   * Creates a transaction.
   *
   * @param again true if the jobs were tried before, in which case it is unknown whether the commit
   *     arrived
   */
  Transaction(WriteSession session, SlotBook book, boolean again, StoreSignals signals) {
    this.session = session;
    this.runs = new RunTable(session);
    this.tasks = new TaskTable(session.connection());
    this.slots = new SlotChanges(session, book, again);
    this.again = again;
    this.signals = signals;
    this.audit = new AuditBatch(session.connection(), session.lockRows(), session.clock(), again);
  }

  /**
   * Writes and commits jobs.
   *
   * @return the actions that notify the waiting callers
   */
  List<Runnable> write(List<Job> jobs, Blobs blobs) throws SQLException {
    if (jobs.size() == 1 && jobs.getFirst() instanceof Job.Append append && writeAtOnce(append)) {
      confirm(append.receipt());
      return after;
    }
    WriteConnection connection = session.connection();
    connection.begin();
    if (session.self().isSession() && !(jobs.getFirst() instanceof Job.Beat)) {
      runs.requireSession();
    }
    for (Job job : jobs) {
      switch (job) {
        case Job.Begin begin -> begins.add(begin);
        case Job.Admit admit -> admits.add(admit);
        case Job.Claim claim -> claim(claim);
        case Job.Append append -> {
          appended.computeIfAbsent(RunEpoch.of(append.rows()), _ -> new ArrayList<>(2)).add(append);
          slots.free(append.freed());
        }
        case Job.TakeSlots take -> slots.claim(take.ticket());
        case Job.TakeUpSlots take -> slots.takeUp(take.ticket(), take.held());
        case Job.FreeSlots free -> slots.free(free.tickets());
        case Job.GrantSlots grant -> slots.grant(grant.restore());
        case Job.Write<?> write -> {
          topics.addAll(write.signals());
          write(write);
        }
        case Job.Note row -> {
          audit.add(row.entry(), row.outcome());
          after.add(() -> row.done().complete(true));
        }
        case Job.Release release -> {
          runs.release(release);
          if (release.atOnce()) {
            topics.add(Topic.OWNERS);
          }
        }
        case Job.Beat _ -> runs.beat();
        case Job.Confirm confirm -> confirm(confirm);
        case Job.End end -> {
          topics.add(Topic.OWNERS);
          runs.end(end.died());
          new SlotTable(session).clear();
        }
      }
    }
    begin();
    admit();
    append(blobs);
    after.addAll(slots.write());
    after.addAll(0, audit.write()); // Whoever is told looks for its row.
    signals.within(connection.connection(), topics);
    connection.commit();
    after.add(() -> signals.committed(topics));
    return after;
  }

  /**
   * Writes a batch by one statement, if it is a single row. Returns false if nothing was written:
   * the batch has more rows, or the run has another owner, or the row is in the store already, or
   * this is a session, which another one may supersede.
   */
  private boolean writeAtOnce(Job.Append append) throws SQLException {
    return append.freed().isEmpty()
        && !session.self().isSession()
        && append.rows().isOneRow()
        && session.rows().write(append.rows());
  }

  private void write(Job.Write<?> write) throws SQLException {
    OpenChange change = write.change();
    if (change == null) {
      after.add(write.in(session.connection().connection()));
    } else {
      audit.around(change, connection -> after.add(write.in(connection)));
    }
  }

  private void begin() throws SQLException {
    List<Boolean> fresh = runs.begin(begins.stream().map(Job.Begin::row).toList());
    for (int i = 0; i < begins.size(); i++) {
      boolean isFresh = fresh.get(i) || again;
      CompletableFuture<Boolean> done = begins.get(i).done();
      after.add(() -> done.complete(isFresh));
    }
    // The project of a run within another one is that of the row of the outer one.
    for (Job.Begin begin : begins) {
      Job.Version version = begin.version();
      if (version != null) {
        version(version, begin.row().definition().flow(), begin.row().lineage().around());
      }
    }
  }

  private void version(Job.Version version, String flow, @Nullable String within)
      throws SQLException {
    FlowVersions.write(session, version, flow, within);
    after.add(() -> session.versions().add(version.hash(), flow, within));
  }

  private void admit() throws SQLException {
    for (Job.Admit admit : admits) {
      version(admit.version(), admit.row().definition().flow(), null);
    }
    AdmissionTable.Answered answered = new AdmissionTable(session, again).admit(admits);
    for (AdmissionTable.Made made : answered.made()) {
      OpenChange change = made.job().change();
      if (change != null) {
        audit.made(change, made.job().row().run(), made.state());
      }
    }
    topics.addAll(answered.signals());
    after.addAll(answered.answers());
  }

  private void confirm(Job.Confirm confirm) throws SQLException {
    Optional<String> lost = runs.lost(confirm.run().toString(), confirm.epoch());
    after.add(() -> confirm.lost().complete(lost));
  }

  private void claim(Job.Claim claim) throws SQLException {
    try {
      ClaimOutcome outcome = runs.claim(claim.run());
      after.add(() -> claim.done().complete(outcome));
    } catch (StoreFailed e) {
      after.add(() -> claim.done().completeExceptionally(e));
    }
  }

  /** Writes the batches of the runs that this process still owns. */
  private void append(Blobs blobs) throws SQLException {
    Map<RunTable.Fence, List<Job.Append>> fenced = new LinkedHashMap<>();
    appended.forEach((owned, batches) -> fenced.put(fence(owned, batches), batches));
    Set<RunTable.Fence> unwritten = runs.write(List.copyOf(fenced.keySet()));
    for (Map.Entry<RunTable.Fence, List<Job.Append>> run : fenced.entrySet()) {
      if (unwritten.contains(run.getKey())) {
        answer(run.getKey(), run.getValue());
      } else {
        append(run.getKey().run(), run.getValue(), blobs);
      }
    }
    tasks.send();
  }

  /**
   * Answers batches that were not written: the run has another owner, or they were written before.
   */
  private void answer(RunTable.Fence fence, List<Job.Append> batches) throws SQLException {
    Optional<String> lost = runs.lost(fence.run(), fence.epoch());
    if (lost.isPresent()) {
      new LateReport(fence.run(), fence.epoch(), session.self().name())
          .write(session.connection().connection(), session.clock().instant());
      batches.forEach(batch -> after.add(() -> batch.receipt().refused(lost.get())));
    } else {
      batches.forEach(batch -> confirm(batch.receipt()));
    }
  }

  private static RunTable.Fence fence(RunEpoch owned, List<Job.Append> batches) {
    BatchRows.FlowRow flow = null;
    for (Job.Append batch : batches) {
      flow = batch.rows().flow() == null ? flow : batch.rows().flow();
    }
    return new RunTable.Fence(
        owned.run(), owned.epoch(), batches.getLast().rows().sequence(), flow);
  }

  private void append(String run, List<Job.Append> batches, Blobs blobs) throws SQLException {
    BatchRows last = batches.getLast().rows();
    if (last.ends()) {
      topics.add(Topic.ENDS);
    }
    if (batches.size() == 1) {
      blobs.keep(session.connection(), last.blobs());
      tasks.add(run, last.sequence(), last.tasks());
      tasks.count(run, last.sequence(), last.counts());
      tasks.addHistory(run, last.history());
    } else {
      appendMerged(run, batches, blobs);
    }
    for (Job.Append batch : batches) {
      tasks.elements(run, batch.rows().elements());
    }
    batches.stream().map(Job.Append::receipt).forEach(this::confirm);
  }

  private void confirm(Journal.Receipt receipt) {
    after.add(receipt::durable);
  }

  private record TaskKey(String node, int index) {}

  private record PartKey(String node, int index, int part) {}

  private record CountKey(String node, String state) {}

  /** Writes each row that several batches changed once, as the last batch has it. */
  private void appendMerged(String run, List<Job.Append> batches, Blobs blobs) throws SQLException {
    Map<TaskKey, BatchRows.Task> rows = new LinkedHashMap<>();
    Map<CountKey, BatchRows.Count> counts = new LinkedHashMap<>();
    Map<PartKey, BatchRows.HistoryPart> parts = new LinkedHashMap<>();
    Collection<Blob> kept = new ArrayList<>();
    for (Job.Append batch : batches) {
      batch
          .rows()
          .history()
          .forEach(part -> parts.put(new PartKey(part.node(), part.index(), part.part()), part));
      kept.addAll(batch.rows().blobs());
      batch.rows().tasks().forEach(row -> rows.put(new TaskKey(row.node(), row.index()), row));
      batch.rows().counts().forEach(row -> counts.put(new CountKey(row.node(), row.state()), row));
    }
    long sequence = batches.getLast().rows().sequence();
    blobs.keep(session.connection(), kept);
    tasks.add(run, sequence, List.copyOf(rows.values()));
    tasks.count(run, sequence, List.copyOf(counts.values()));
    tasks.addHistory(run, List.copyOf(parts.values()));
  }
}
