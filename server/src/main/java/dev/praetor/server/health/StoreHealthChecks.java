package dev.praetor.server.health;

import dev.praetor.store.StoreHealth;
import dev.praetor.store.model.StoreFailed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The checks of a store: it can be read, its writer works, and expired data is deleted. */
public final class StoreHealthChecks {
  private static final Duration LONGEST_WRITE = Duration.ofSeconds(5);
  private static final Duration OLDEST_UPKEEP = Duration.ofHours(3);

  private StoreHealthChecks() {}

  public static List<HealthCheck> of(StoreHealth store, InstantSource clock) {
    return List.of(new Reads(store), new Writes(store), new Upkeep(store, clock, clock.instant()));
  }

  private record Reads(StoreHealth store) implements HealthCheck {
    @Override
    public String name() {
      return "database";
    }

    @Override
    public Result check() {
      long began = System.nanoTime();
      try {
        store.read();
      } catch (StoreFailed e) {
        return Result.bad("the database cannot be read");
      }
      return new Result(true, Optional.of(since(began)), "the database can be read");
    }
  }

  private record Writes(StoreHealth store) implements HealthCheck {
    @Override
    public String name() {
      return "leases";
    }

    @Override
    public Result check() throws InterruptedException {
      long began = System.nanoTime();
      try {
        store.write().get(LONGEST_WRITE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        return Result.bad(
            "nothing could be written for %d s, so leases are not renewed"
                .formatted(LONGEST_WRITE.toSeconds()));
      } catch (ExecutionException | StoreFailed e) {
        return Result.bad("the writer of the store has ended");
      }
      return new Result(true, Optional.of(since(began)), "the store can be written");
    }
  }

  private record Upkeep(StoreHealth store, InstantSource clock, Instant began)
      implements HealthCheck {
    @Override
    public String name() {
      return "upkeep";
    }

    @Override
    public Result check() {
      Optional<Instant> last;
      try {
        last = store.lastUpkeep();
      } catch (StoreFailed e) {
        return Result.bad("the database cannot be read");
      }
      Instant since = last.filter(began::isBefore).orElse(began);
      Duration lag = Duration.between(since, clock.instant());
      boolean ok = lag.compareTo(OLDEST_UPKEEP) <= 0;
      return new Result(
          ok,
          Optional.of(lag),
          ok
              ? "expired data is deleted once an hour"
              : "expired data has not been deleted for %d h".formatted(lag.toHours()));
    }
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
