package dev.praetor.store.write;

import dev.praetor.store.db.Micros;
import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.model.OwnerLife;
import dev.praetor.store.model.StoreFailed;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether the owners of runs are alive: a process whose heartbeat stands still for the
 * length of a lease has lost its runs. The length is measured by the clock of the watching process,
 * and only while the store can be read, so neither the clocks of two machines nor an absent server
 * end a lease. A lease that has ended is recorded, so that the next process need not watch again;
 * the heartbeat of an owner that wakes up later takes the record back. Thread-safe.
 */
public final class OwnerWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerWatch.class);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration LONGEST_STEP = Duration.ofSeconds(1);
  private static final int MOST_FAILURES = 20;
  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource clock;
  private final Duration lease;
  private final CountDownLatch closing = new CountDownLatch(1);

  public OwnerWatch(QueryRunner query, WriteQueue writes, InstantSource clock, Duration lease) {
    this.query = query;
    this.writes = writes;
    this.clock = clock;
    this.lease = lease;
  }

  private static final Reading GONE = new Reading("", OwnerLife.ENDED, new ProcessRow.Beat(0, 0));

  /** The last reading of a process. */
  private record Reading(String name, OwnerLife life, ProcessRow.Beat beat) {}

  /**
   * Watches processes until it is known of each whether it is alive.
   *
   * @param ids the ids of processes that may be alive
   */
  public void settle(Collection<String> ids) {
    Map<String, Reading> open = read(ids);
    open.values().removeIf(found -> isCertain(found.life()));
    if (open.isEmpty()) {
      return;
    }
    LOG.atWarn()
        .log(
            "waiting up to {} s to see whether {} still runs",
            lease.toSeconds(),
            open.values().stream().map(Reading::name).collect(Collectors.joining(" and ")));
    watch(open);
  }

  private static boolean isCertain(OwnerLife life) {
    return life == OwnerLife.ALIVE || life == OwnerLife.ENDED;
  }

  private void watch(Map<String, Reading> seen) {
    Map<String, Reading> open = new LinkedHashMap<>(seen);
    long still = 0;
    long last = System.nanoTime();
    for (int failures = 0; !open.isEmpty(); ) {
      if (!pause()) {
        return;
      }
      Map<String, Reading> now;
      try {
        now = read(open.keySet());
        failures = 0;
      } catch (StoreFailed e) {
        if (++failures == MOST_FAILURES) {
          throw e;
        }
        still = 0;
        last = System.nanoTime();
        continue;
      }
      // A step in which this process itself stood still says nothing about the owner.
      still += Math.min(System.nanoTime() - last, LONGEST_STEP.toNanos());
      last = System.nanoTime();
      open.entrySet()
          .removeIf(each -> hasMoved(each.getValue(), now.getOrDefault(each.getKey(), GONE)));
      if (still >= lease.toNanos()) {
        open.forEach((id, reading) -> end(id, reading.beat()));
        return;
      }
    }
  }

  private boolean pause() {
    try {
      return !closing.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean hasMoved(Reading before, Reading now) {
    return isCertain(now.life()) || !now.beat().equals(before.beat());
  }

  /** Reads processes; a process that is not in the store has ended. */
  private Map<String, Reading> read(Collection<String> ids) {
    Map<String, Reading> all = new HashMap<>();
    for (String id : ids) {
      all.put(id, GONE);
    }
    String places = String.join(", ", Collections.nCopies(ids.size(), "?"));
    List<Object> bound = new ArrayList<>(ids);
    if (!bound.isEmpty()) {
      query.all(
          "SELECT " + ProcessRow.COLUMNS + " FROM process p WHERE p.id IN (" + places + ")",
          bound,
          row -> {
            String name = Optional.ofNullable(row.getString("p_name")).orElse("a process");
            Reading reading = new Reading(name, ProcessRow.life(row), ProcessRow.beat(row));
            return all.put(row.getString("p_id"), reading);
          });
    }
    return all;
  }

  /** Returns the last heartbeat of a process; empty if it is not in the store. */
  public Optional<ProcessRow.Beat> beat(String id) {
    Reading read = read(List.of(id)).getOrDefault(id, GONE);
    return read == GONE ? Optional.empty() : Optional.of(read.beat());
  }

  /** Records the end of a lease, unless the process had a heartbeat meanwhile. */
  public void end(String id, ProcessRow.Beat seen) {
    try {
      writes.now(connection ->
          Sql.update(
              connection,
              "UPDATE process SET ended = ? WHERE id = ? AND beats = ? AND beat = ?",
              Micros.micros(clock.instant()),
              id,
              seen.number(),
              seen.time()));
    } catch (StoreFailed e) {
      LOG.atDebug().setCause(e).log("the end of a lease could not be recorded");
    }
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
