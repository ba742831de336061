package dev.praetor.server.audit;

import dev.praetor.server.error.ApiError;
import dev.praetor.server.error.ErrorTranslation;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.store.audit.AuditLog;
import dev.praetor.store.audit.row.AuditEntry;
import dev.praetor.store.audit.row.AuditOutcome;
import dev.praetor.store.audit.row.AuditTarget;
import dev.praetor.store.audit.row.BoundedJson;
import dev.praetor.store.audit.row.OpenChange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Records what callers change, and what is refused to them. The row of a change is written in the
 * transaction of the change; every other row before the answer leaves. Thread-safe.
 */
public final class Audit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
  private static final int LONGEST_ARGUMENTS = 4_000;
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

  /** The time for which a refusal waits for its row, which is written later all the same. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final AuditLog log;
  private final InstantSource clock;
  private final RefusalLimit refusals = new RefusalLimit();
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("audit-refusals-", 0).factory());

  public Audit(AuditLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
    var _ =
        looks.scheduleWithFixedDelay(
            () -> count(refusals.over(clock.instant())),
            BETWEEN_LOOKS.toMillis(),
            BETWEEN_LOOKS.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * Records something that no change of the store tells of, such as a log-in. Returns when the row
   * is durable.
   *
   * @param action its name, as in {@code createRun}
   * @param arguments what it was done with; a secret must not be in it
   */
  public void record(
      Sender sender, String action, AuditTarget target, ObjectNode arguments, AuditOutcome done) {
    boolean _ = log.record(entry(sender, action, target, arguments), done).join();
  }

  /** Records a refusal, unless there were many for the same sender lately: they are counted. */
  public void refused(
      Sender sender, String action, AuditTarget target, ObjectNode arguments, ApiError error) {
    refused(entry(sender, action, target, arguments), error);
  }

  /** Records the refusal of a request that says nothing about its target. */
  public void refused(Sender sender, String action, ApiError error) {
    refused(sender, action, AuditTarget.SERVER, JsonMapper.shared().createObjectNode(), error);
  }

  /**
   * Makes a change on behalf of the sender of the request that this thread answers, and records it.
   *
   * @throws RequestRefused if it is refused; that is recorded, too
   */
  public <T> T change(String action, AuditTarget target, ObjectNode arguments, Callable<T> work)
      throws Exception {
    AuditEntry entry = entry(Sender.current(), action, target, arguments);
    OpenChange change = new OpenChange(entry);
    T result;
    try {
      result = change.making(work);
    } catch (RuntimeException e) {
      ApiError error = ErrorTranslation.of(e);
      refused(change.isRecorded() ? entry.withId(entry.id() + "/refused") : entry, error);
      throw new RequestRefused(error);
    }
    if (!change.isRecorded()) {
      boolean _ = log.record(entry, AuditOutcome.done(change.remark())).join();
    }
    return result;
  }

  private AuditEntry entry(Sender sender, String action, AuditTarget target, ObjectNode arguments) {
    return new AuditEntry(
        UUID.randomUUID().toString(),
        sender.request(),
        clock.instant(),
        sender.actor(),
        sender.address(),
        action,
        target,
        BoundedJson.of(arguments, LONGEST_ARGUMENTS));
  }

  private void refused(AuditEntry entry, ApiError error) {
    Instant now = clock.instant();
    count(refusals.over(now));
    RefusalLimit.Key key =
        new RefusalLimit.Key(entry.actor(), entry.address(), error.code().name());
    if (refusals.admits(key, now)) {
      await(log.record(entry, AuditOutcome.refused(error.code().name(), error.message())));
    }
  }

  /** Records refusals that have no rows of their own. */
  private void count(List<RefusalLimit.Counted> all) {
    for (RefusalLimit.Counted each : all) {
      RefusalLimit.Key key = each.key();
      ObjectNode arguments =
          JsonMapper.shared()
              .createObjectNode()
              .put("refused", each.n())
              .put("from", each.began().toString())
              .put("until", each.began().plus(RefusalLimit.MINUTE).toString());
      Sender sender = Sender.of(key.actor(), key.address());
      AuditEntry entry = entry(sender, "refusals", AuditTarget.SERVER, arguments);
      String message = "%,d more requests were refused within a minute".formatted(each.n());
      await(log.record(entry, AuditOutcome.refused(key.code(), message)));
    }
  }

  private static void await(CompletableFuture<Boolean> row) {
    try {
      boolean _ = row.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.atDebug().log("a refusal is answered before its row is written");
    } catch (ExecutionException e) {
      LOG.atWarn().setCause(e).log("a refusal could not be recorded");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Records what is counted, and ends. */
  @Override
  public void close() {
    looks.shutdownNow();
    count(refusals.all());
  }
}
