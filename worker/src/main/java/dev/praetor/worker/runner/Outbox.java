package dev.praetor.worker.runner;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;
import dev.praetor.RunId;
import dev.praetor.store.blob.Blob;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.wire.EventJson;
import dev.praetor.store.wire.RunnerEvent;
import dev.praetor.store.write.BatchRows;
import dev.praetor.store.write.Job;
import dev.praetor.store.write.RunWriter;
import dev.praetor.store.write.SlotBook;
import dev.praetor.store.write.SlotTicket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The writer of a runner: sends jobs to the server as events. One thread sends; a request carries
 * all events that wait, and is sent again with the same number until it is answered, so that the
 * order of events is kept. While much waits, nothing more is started. Thread-safe.
 */
final class Outbox implements RunWriter, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

  /** The number of bytes that may wait before nothing more is started. */
  private static final long MOST_WAITING = 64L << 20;

  private static final int MOST_TOGETHER = 4 << 20;
  private static final int MOST_EVENTS = 1_000;

  /** The number of refusals of a request before it counts as wrong. */
  private static final int MOST_REFUSALS = 5;

  /** The time after which what follows from events no longer waits for the answer of the server. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

  private final RemoteSession session;
  private final RemoteValues values;
  private final SlotBook slots = new SlotBook();
  private final RunnerTickets tickets = new RunnerTickets(slots);
  private final Map<RunId, SentBatches> sent = new ConcurrentHashMap<>();
  private final BlockingQueue<OutboxItem> queue = new LinkedBlockingQueue<>();
  private final AtomicLong waiting = new AtomicLong();
  private final UnansweredBatches unanswered = new UnansweredBatches();
  private final RunOutcomes outcomes;
  private final Thread thread;
  private volatile Events events = Events.NONE;
  private volatile boolean closed;
  private final AtomicLong request = new AtomicLong();

  Outbox(RemoteSession session, RemoteValues values) {
    this.session = session;
    this.values = values;
    this.outcomes = new RunOutcomes(session, tickets, unanswered, sent);
    this.thread = Thread.ofPlatform().name("praetor-outbox").daemon().unstarted(this::work);
  }

  void start() {
    thread.start();
  }

  @Override
  public void notify(Events receiver) {
    events = receiver;
  }

  Events events() {
    return events;
  }

  @Override
  public SlotBook slots() {
    return slots;
  }

  @Override
  public String store() {
    return session.name();
  }

  @Override
  public boolean keepsProcessor() {
    return true;
  }

  @Override
  public boolean holdsLease() {
    return session.holdsLease() && waiting.get() < MOST_WAITING;
  }

  @Override
  public void refuseIfClosed() {
    if (closed) {
      throw session.unavailable("this runner has ended");
    }
  }

  /** Returns the number of the last request whose events were answered. */
  long answeredRequest() {
    return request.get();
  }

  long waitingBytes() {
    return waiting.get();
  }

  /** Returns the runs that this runner owns, with the number of the last batch that is durable. */
  Map<RunId, SentBatches> sent() {
    return Map.copyOf(sent);
  }

  /** Notes that this runner owns a run in an epoch. */
  void owns(RunId run, int epoch) {
    sent.put(run, new SentBatches(epoch, 0));
  }

  /** Notes that this runner has left a run. */
  void left(RunId run, RunnerEvent.Leaving how) {
    sent.remove(run);
    add(new RunnerEvent.Left(run, how));
  }

  RunnerTickets tickets() {
    return tickets;
  }

  /** Sends an event whose outcome nobody waits for. */
  void add(RunnerEvent event) {
    enqueue(event, List.of(), OutboxItem.Outcome.IGNORED);
  }

  private void enqueue(RunnerEvent event, List<Blob> large, OutboxItem.Outcome outcome) {
    OutboxItem item = new OutboxItem(EventJson.write(event), large, outcome);
    waiting.addAndGet(item.size());
    queue.add(item);
  }

  @Override
  public void add(Job job) {
    refuseIfClosed();
    switch (job) {
      case Job.Begin begin -> begin(begin);
      case Job.Append append -> append(append);
      case Job.Confirm confirm ->
          enqueue(
              new RunnerEvent.Confirm(confirm.run(), confirm.epoch()),
              List.of(),
              outcomes.confirmed(confirm));
      case Job.TakeSlots take -> {
        SlotTicket ticket = take.ticket();
        tickets.add(ticket);
        add(new RunnerEvent.TakeSlots(ticket.number(), ticket.epoch(), ticket.request()));
      }
      case Job.FreeSlots free -> free(free.tickets());
      case Job.Release _ -> {} // The server hears of it when the run has ended here.
      case Job.Claim _,
          Job.Admit _,
          Job.Note _,
          Job.Write<?> _,
          Job.TakeUpSlots _,
          Job.GrantSlots _,
          Job.Beat _,
          Job.End _ ->
          throw new IllegalStateException("not the job of a runner: " + job);
    }
  }

  private static List<Long> numbers(List<SlotTicket> all) {
    return all.stream().map(SlotTicket::number).toList();
  }

  private void free(List<SlotTicket> all) {
    tickets.end(all);
    enqueue(new RunnerEvent.FreeSlots(numbers(all)), List.of(), outcomes.freed(all));
  }

  private void begin(Job.Begin begin) {
    RunnerEvent event = new RunnerEvent.Begin(begin.row(), begin.version());
    enqueue(event, List.of(), outcomes.begun(begin));
  }

  private void append(Job.Append append) {
    BatchRows rows = append.rows();
    tickets.end(append.freed());
    unanswered.add(append.receipt());
    enqueue(
        new RunnerEvent.Batch(rows, rows.number(), numbers(append.freed())),
        rows.blobs(),
        outcomes.appended(append));
  }

  private void work() {
    List<OutboxItem> taken = new ArrayList<>();
    try {
      while (!closed || !queue.isEmpty()) {
        take(taken);
        if (!taken.isEmpty()) {
          send(taken);
          waiting.addAndGet(-taken.stream().mapToLong(OutboxItem::size).sum());
          taken.clear();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closed = true;
      queue.drainTo(taken);
      StoreFailed ended = session.unavailable("this runner has ended");
      taken.forEach(item -> tell(() -> item.outcome().failed(ended)));
    }
  }

  private void take(List<OutboxItem> taken) throws InterruptedException {
    OutboxItem first = queue.poll(250, TimeUnit.MILLISECONDS);
    long bytes = 0;
    for (@Nullable OutboxItem next = first; next != null; next = queue.poll()) {
      taken.add(next);
      bytes += next.json().length;
      if (bytes > MOST_TOGETHER || taken.size() >= MOST_EVENTS) {
        return;
      }
    }
  }

  /** Sends events until the server has answered. */
  private void send(List<OutboxItem> items) throws InterruptedException {
    Retries retries = new Retries();
    byte[] message = OutboxItem.message(items, request.get() + 1);
    for (int refusals = 0; ; ) {
      long before = session.number();
      try {
        for (OutboxItem item : items) {
          values.send(item.values());
        }
        JsonNode answer = answer(message);
        unanswered.serverAnswered();
        if (isAnswered(before, items, answer.path("outcomes"))) {
          return;
        }
      } catch (ServerRefused e) {
        if (e.status() == 409 && e.details().size() == items.size()) {
          if (isAnswered(before, items, OutboxItem.outcomes(e.details()))) {
            return;
          }
          continue;
        }
        if (e.code() == ErrorCode.BAD_REQUEST && refusals++ < MOST_REFUSALS) {
          values.forget(); // One that was sent long ago may have been deleted.
          var _ = session.pause(retries.next()); // A server that ends may cut a request off.
          continue;
        }
        LOG.atError().log("the server refuses {} events: {}", items.size(), e.getMessage());
        request.incrementAndGet();
        StoreFailed why = session.unavailable("the server refused it: " + e.getMessage());
        items.forEach(item -> tell(() -> item.outcome().failed(why)));
        return;
      } catch (ServerAway e) {
        unanswered.serverAway();
        if (!session.pause(retries.next()) && closed) {
          StoreFailed why = session.unavailable(String.valueOf(e.getMessage()));
          items.forEach(item -> tell(() -> item.outcome().failed(why)));
          return;
        }
      }
    }
  }

  /** Sends a request and returns its answer; a server that takes long counts as away meanwhile. */
  private JsonNode answer(byte[] message) throws ServerAway, InterruptedException {
    CompletableFuture<Void> late = new CompletableFuture<>();
    var _ =
        late.completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
            .thenRun(unanswered::serverAway);
    try {
      return session.once("POST", "/events", message);
    } finally {
      late.cancel(false);
    }
  }

  /**
   * Tells those who wait what the server has answered. Returns false, and tells nobody, if a later
   * session has begun since the request was sent: its server has to answer too.
   */
  private boolean isAnswered(long session, List<OutboxItem> items, Iterable<JsonNode> answer) {
    List<JsonNode> outcomes = new ArrayList<>();
    answer.forEach(outcomes::add);
    boolean isNoted =
        this.session.note(
            session,
            () -> {
              request.incrementAndGet();
              for (int i = 0; i < outcomes.size(); i++) {
                items.get(i).outcome().note(outcomes.get(i));
              }
            });
    for (int i = 0; isNoted && i < outcomes.size(); i++) {
      OutboxItem.Outcome told = items.get(i).outcome();
      JsonNode outcome = outcomes.get(i);
      tell(() -> told.done(outcome));
    }
    return isNoted;
  }

  private static void tell(Runnable outcome) {
    try {
      outcome.run();
    } catch (PraetorException e) {
      LOG.atDebug().setCause(e).log("an outcome came too late");
    } catch (RuntimeException | Error e) {
      LOG.atError().setCause(e).log("a run could not be told the outcome of a write");
    }
  }

  /** Sends what waits, if the server is there, and ends. */
  @Override
  public void close() {
    closed = true;
    try {
      if (!thread.join(LONGEST_CLOSE)) {
        thread.interrupt();
        thread.join();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
