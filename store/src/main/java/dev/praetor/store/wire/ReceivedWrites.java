package dev.praetor.store.wire;

import dev.praetor.RunId;
import dev.praetor.engine.AttemptSlots;
import dev.praetor.engine.Journal;
import dev.praetor.store.blob.Blob;
import dev.praetor.store.blob.Blobs;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.WriteConnection;
import dev.praetor.store.write.BatchRows;
import dev.praetor.store.write.Job;
import dev.praetor.store.write.JournalListener;
import dev.praetor.store.write.JournalWriter;
import dev.praetor.store.write.OwnSlots;
import dev.praetor.store.write.SlotTicket;
import dev.praetor.store.write.WriteQueue;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Writes what another process has sent, which has no database: this store is open on its behalf.
 * Thread-safe.
 */
public final class ReceivedWrites {
  private final JournalWriter writer;
  private final WriteQueue writes;
  private final QueryRunner query;
  private final Blobs blobs;
  private final OwnSlots slots;
  private final JournalListener others;
  private final Optional<String> code;

  /**
   * Creates the access to a writer.
   *
   * @param code the SHA-256 of the registered package whose code the other process runs
   */
  public ReceivedWrites(
      JournalWriter writer,
      QueryRunner query,
      Blobs blobs,
      OwnSlots slots,
      JournalListener others,
      Optional<String> code) {
    this.writer = writer;
    this.writes = new WriteQueue(writer);
    this.query = query;
    this.blobs = blobs;
    this.slots = slots;
    this.others = others;
    this.code = code;
  }

  /**
   * Writes the first row of a run. The future is completed when it is durable: with false if
   * another process has made a run of that id. The origin of the run is that of the run around it,
   * or of the run that it retries.
   */
  public CompletableFuture<Boolean> begin(BatchRows.BeginRow row, Job.@Nullable Version version) {
    BatchRows.Lineage sent = row.lineage();
    BatchRows.BeginRow own =
        new BatchRows.BeginRow(
            row.run(),
            row.definition(),
            new BatchRows.Lineage(
                BatchRows.Origin.inherited(code),
                sent.parent(),
                sent.parentTask(),
                sent.restartOf()),
            row.created(),
            row.scheduled(),
            row.history());
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    writer.add(new Job.Begin(own, version, done));
    // The row may have been written before a server that did not live to say so.
    return done.thenApply(isNew -> isNew || recorded(RunId.parse(row.run()), 1).isPresent());
  }

  /** Tells the other parts of the store that a run retries an earlier one. */
  public void restarted(RunId earlier, RunId later) {
    others.restarted(earlier, later);
  }

  /** Writes a batch, and frees the slots of attempts that end with it. */
  public void append(BatchRows rows, List<SlotTicket> freed, Journal.Receipt receipt) {
    writer.add(new Job.Append(rows, freed, receipt));
  }

  /** Leaves a run that cannot continue in the other process to any that resumes it. */
  public void release(RunId run, int epoch) {
    writer.add(new Job.Release(run, epoch, true, true));
  }

  /** Leaves a run that only waits in the other process to any that resumes it. */
  public void handOver(RunId run, int epoch) {
    writer.add(new Job.Release(run, epoch, false, true));
  }

  /** Returns a reference in a batch to a large value that is not in the store, if there is one. */
  public Optional<Blob> missing(BatchRows rows) {
    return rows.blobs().stream().filter(blob -> !blobs.has(blob.ref())).findFirst();
  }

  /** Asks for the reason for which the other process does not own a run any more. */
  public CompletableFuture<Optional<String>> lost(RunId run, int epoch) {
    CompletableFuture<Optional<String>> lost = new CompletableFuture<>();
    writer.add(new Job.Confirm(run, epoch, lost));
    return lost;
  }

  /** Records that the other process reported under an epoch that has passed. */
  public void late(RunId run, int epoch) {
    writer.late(run, epoch);
  }

  /**
   * Returns the number of the last batch that is recorded in an epoch of a run, 0 if there is none;
   * empty if the other process is not recorded as the owner in that epoch.
   */
  public OptionalLong recorded(RunId run, int epoch) {
    return query
        .first(
            "SELECT sequence FROM flow_run WHERE id = ? AND epoch = ? AND owner = ?",
            List.of(run.toString(), epoch, writer.self()),
            row -> BatchRows.numberOf(row.getLong("sequence"), epoch))
        .map(OptionalLong::of)
        .orElse(OptionalLong.empty());
  }

  /** Returns whether there is a run with an id that the other process does not own. */
  public boolean isOfAnother(RunId run) {
    return query
        .first(
            "SELECT owner FROM flow_run WHERE id = ?",
            List.of(run.toString()),
            row -> !writer.self().equals(row.getString("owner")))
        .orElse(false);
  }

  /** Returns whether the other process is recorded as the owner of a run of a version of a flow. */
  public boolean hasRunOf(String version) {
    return query
        .first(
            "SELECT 1 FROM flow_run WHERE owner = ? AND version = ?",
            List.of(writer.self(), version),
            row -> true)
        .isPresent();
  }

  /** Returns the key of the flow of a recorded run. */
  public Optional<String> flowOf(RunId run) {
    return query.first(
        "SELECT flow FROM flow_run WHERE id = ?",
        List.of(run.toString()),
        row -> row.getString("flow"));
  }

  /** Returns whether a recorded run is within another one. */
  public boolean isWithin(RunId run) {
    return query
        .first(
            "SELECT 1 FROM flow_run WHERE id = ? AND parent IS NOT NULL",
            List.of(run.toString()),
            row -> true)
        .isPresent();
  }

  /** Returns whether a run is a retry of an earlier one, or of a retry of that. */
  public boolean retries(RunId run, RunId earlier) {
    return query
        .first(
            """
            WITH RECURSIVE before(id, n) AS (
              SELECT restart_of, 1 FROM flow_run WHERE id = ?
              UNION ALL
              SELECT f.restart_of, n + 1 FROM before JOIN flow_run f ON f.id = before.id
              WHERE n < 1000)
            SELECT 1 FROM before WHERE id = ? LIMIT 1
            """,
            List.of(run.toString(), earlier.toString()),
            row -> true)
        .isPresent();
  }

  /** Returns whether the other process is recorded as the owner of a run that has not ended. */
  public boolean owns(RunId run, int epoch) {
    return query
        .first(
            "SELECT 1 FROM flow_run WHERE id = ? AND epoch = ? AND owner = ? AND ended IS NULL",
            List.of(run.toString(), epoch, writer.self()),
            row -> true)
        .isPresent();
  }

  /**
   * Returns whether the other process needs the record of a run: it is recorded as the owner of
   * that run, of a run around it, or of a run that restarts or retries these.
   */
  public boolean needs(RunId run) {
    return query
        .first(
            """
            WITH RECURSIVE around(id, parent, n) AS (
              SELECT id, parent, 1 FROM flow_run WHERE id = ?
              UNION ALL
              SELECT f.id, f.parent, n + 1 FROM around JOIN flow_run f ON f.id = around.parent
              WHERE n < 100),
            later(id, n) AS (
              SELECT id, 1 FROM around
              UNION ALL
              SELECT f.id, n + 1 FROM later JOIN flow_run f ON f.restart_of = later.id
              WHERE n < 100)
            SELECT 1 FROM later JOIN flow_run f ON f.id = later.id
            WHERE f.owner = ? AND f.ended IS NULL LIMIT 1
            """,
            List.of(run.toString(), writer.self()),
            row -> true)
        .isPresent();
  }

  /** Returns the runs that have begun and not ended, of which it is recorded as the owner. */
  public List<RunId> owned() {
    return query.all(
        "SELECT id FROM flow_run WHERE owner = ? AND ended IS NULL AND parent IS NULL"
            + " AND state NOT IN ('Scheduled', 'Queued') ORDER BY created, id",
        List.of(writer.self()),
        row -> RunId.parse(row.getString("id")));
  }

  /**
   * Requests slots.
   *
   * @param number the number of the ticket in the other process
   */
  public SlotTicket claim(
      long number, int epoch, AttemptSlots.Request request, AttemptSlots.Answers answers) {
    return slots.claim(number, epoch, request, answers);
  }

  /**
   * Takes up slots for which another server wrote.
   *
   * @param number the number of the ticket in the other process
   * @param held true if that process knows that it has the slots
   */
  public SlotTicket takeUp(
      long number,
      int epoch,
      AttemptSlots.Request request,
      AttemptSlots.Answers answers,
      boolean held) {
    return slots.takeUp(number, epoch, request, answers, held);
  }

  /** Frees slots, or removes tickets from the queue. */
  public void free(List<SlotTicket> tickets) {
    writer.add(new Job.FreeSlots(tickets));
  }

  /** Keeps a log line. */
  public void log(Journal.LogLine line) {
    others.logged(line);
  }

  /** Keeps the progress of a task run. */
  public void progress(Journal.Progress report) {
    others.progressed(report);
  }

  /**
   * Keeps an artifact, which is durable when this method returns.
   *
   * @throws Journal.TooLarge if it exceeds the limit
   */
  public void artifact(Journal.Artifact artifact) throws Journal.TooLarge {
    others.published(artifact);
  }

  /** Keeps a large value, which is durable when this method returns. */
  public void keep(Blob blob) throws IOException {
    List<Blob> one = List.of(blob);
    blobs.keep(one);
    writes.now(connection -> {
      WriteConnection session = new WriteConnection(connection);
      blobs.keep(session, one);
      session.closeStatements();
      return one.size();
    });
  }

  /** Returns the bytes of a large value, if it is in the store. */
  public Optional<byte[]> bytes(String hash) {
    return blobs.bytes(hash);
  }
}
