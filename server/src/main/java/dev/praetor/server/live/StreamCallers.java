package dev.praetor.server.live;

import dev.praetor.server.access.Caller;
import dev.praetor.store.model.StoreFailed;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends streams whose callers may not have them any more: the session is over, the key was revoked
 * or has expired, the user was disabled, or the roles are others. It asks the store every two
 * seconds, as another server may have changed that; once for all streams of a caller. Thread-safe.
 */
final class StreamCallers implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofSeconds(2);
  private static final Logger LOG = LoggerFactory.getLogger(StreamCallers.class);

  private final Predicate<Caller> unchanged;
  private @Nullable ScheduledExecutorService looks;
  private boolean closed;

  /**
   * Creates the watch.
   *
   * @param unchanged tells whether a caller would be accepted now with the same roles
   */
  StreamCallers(Predicate<Caller> unchanged) {
    this.unchanged = unchanged;
  }

  /** Begins to watch the callers of some streams, of which there may be others later. */
  synchronized void watch(Set<EventOutput> open) {
    if (looks == null && !closed) {
      ScheduledExecutorService created =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().name("praetor-stream-callers").daemon().factory());
      var _ =
          created.scheduleWithFixedDelay(
              () -> look(open), BETWEEN.toMillis(), BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
      looks = created;
    }
  }

  private void look(Set<EventOutput> open) {
    Map<Known, Boolean> known = new HashMap<>();
    for (EventOutput each : open) {
      Caller caller = each.caller();
      try {
        if (!known.computeIfAbsent(Known.of(caller), _ -> unchanged.test(caller))) {
          each.revoke();
        }
      } catch (StoreFailed e) {
        LOG.atDebug().setCause(e).log("the callers of streams cannot be read; this is retried");
        return;
      } catch (RuntimeException e) {
        LOG.atWarn().setCause(e).log("the callers of streams cannot be checked; this is retried");
        return;
      }
    }
  }

  /** A caller with the roles that it had. */
  private record Known(String name, Object proof, Object roles) {
    static Known of(Caller caller) {
      Object proof =
          switch (caller.proof()) {
            case Caller.Proof.Session session -> session.session().id();
            case Caller.Proof.Key key -> key.key().id();
            case Caller.Proof.Runner runner -> runner.token().runner();
            case Caller.Proof.Administrator _, Caller.Proof.None _ -> "";
          };
      return new Known(caller.name(), proof, caller.roles());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (looks != null) {
      looks.shutdownNow();
    }
  }
}
