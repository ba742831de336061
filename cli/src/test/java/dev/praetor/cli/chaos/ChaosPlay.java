package dev.praetor.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.postgres.CutNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Kills processes at random while runs are made, watches what is recorded, and waits for the end of
 * all runs. Used by one thread.
 */
final class ChaosPlay implements AutoCloseable {
  private static final Duration PATIENCE =
      Duration.ofSeconds(Integer.getInteger("praetor.chaos.patience", 300));
  private static final int LONGEST_PAUSE = 3_000;
  private final Random random;
  private final List<Member> members;
  private final Recorded recorded;
  private final Ledger ledger;
  private final Servers servers = new Servers();
  private final Map<String, Seen> seen = new HashMap<>();
  private final List<Stop> stops = new ArrayList<>();

  /** The networks that are cut, each with the time at which it is healed. */
  private final Map<CutNetwork, Long> cuts = new HashMap<>();

  private final List<String> made = new ArrayList<>();
  private long seenUntil;

  /**
   * A child that was recorded as successful when the ledger had a number of lines.
   *
   * @param lines that number
   */
  record Seen(int lines, int attempts) {}

  /** The time in which processes were stopped, by the clock of the machine. */
  record Stop(List<ProcessHandle> processes, long from, long until) {}

  /** Starts the members. */
  ChaosPlay(long seed, List<Member> members, Recorded recorded, Path folder) throws Exception {
    this.random = new Random(seed);
    this.members = members;
    this.recorded = recorded;
    this.ledger = new Ledger(folder.resolve("ledger"));
    for (Member member : members) {
      member.start();
    }
  }

  /** Makes a run of a flow, however many servers are killed meanwhile. */
  void make(String flow) throws Exception {
    String key = "key-" + made.size();
    List<Member> all = Servers.of(members);
    made.add(
        eventually(
            "a run of " + flow,
            () -> servers.createRun(all.get(random.nextInt(all.size())), flow, key)));
  }

  /** Waits for a moment, in which what is recorded is watched and stopped processes wake up. */
  void pause() throws Exception {
    TimeUnit.MILLISECONDS.sleep(random.nextInt(LONGEST_PAUSE));
    wake(false);
    watch();
  }

  private void watch() throws IOException {
    long now = Instant.now().minusSeconds(10).toEpochMilli() * 1_000;
    try {
      Map<String, Integer> found = recorded.succeeded(seenUntil);
      int lines = ledger.lines().size();
      found.forEach((task, attempts) -> seen.putIfAbsent(task, new Seen(lines, attempts)));
      seenUntil = now;
    } catch (SQLException e) {
      // The database is down; what was not seen now is seen later.
      assertThat(e.getSQLState()).as("%s", e).matches("08.*|57.*");
    }
  }

  /** Kills a member, and starts it again. */
  void kill(boolean server) throws Exception {
    List<Member> all =
        members.stream().filter(member -> Servers.of(members).contains(member) == server).toList();
    Member victim = all.get(random.nextInt(all.size()));
    victim.kill();
    eventually(
        "a start",
        () -> {
          victim.start();
          return Optional.of(victim);
        });
  }

  /** Cuts a network for a time, with resets or silently. */
  void cut(List<CutNetwork> networks, Duration longest) {
    CutNetwork network = networks.get(random.nextInt(networks.size()));
    if (random.nextBoolean()) {
      network.reset();
    } else {
      network.swallow();
    }
    cuts.put(network, System.currentTimeMillis() + random.nextLong(longest.toMillis()));
  }

  private void heal(boolean all) {
    long now = System.currentTimeMillis();
    cuts.entrySet()
        .removeIf(cut -> {
          boolean isOver = all || now >= cut.getValue();
          if (isOver) {
            cut.getKey().heal();
          }
          return isOver;
        });
  }

  /**
   * Kills a runner, if one runs. It has ended only when its worker sees it, which may be stopped.
   */
  void killRunner() {
    List<ProcessHandle> runners =
        members.stream().flatMap(member -> member.processes().stream().skip(1)).toList();
    if (!runners.isEmpty()) {
      runners.get(random.nextInt(runners.size())).destroyForcibly();
    }
  }

  /** Stops a member with its runners for a time; others go on. */
  void stop(Duration length) throws IOException {
    List<ProcessHandle> stopped = members.get(random.nextInt(members.size())).processes();
    signal("-STOP", stopped);
    long now = System.currentTimeMillis();
    stops.add(new Stop(stopped, now, now + length.toMillis()));
  }

  private void wake(boolean all) throws IOException {
    heal(all);
    for (int i = 0; i < stops.size(); i++) {
      Stop stop = stops.get(i);
      long now = System.currentTimeMillis();
      if (!stop.processes().isEmpty() && (all || now >= stop.until())) {
        signal("-CONT", stop.processes());
        stops.set(i, new Stop(List.of(), stop.from(), now));
      }
    }
  }

  private static void signal(String name, List<ProcessHandle> processes) throws IOException {
    for (ProcessHandle process : processes) {
      new ProcessBuilder("kill", name, Long.toString(process.pid())).start().onExit().join();
    }
  }

  /** Waits until all runs that are due have ended, and returns them all. */
  List<Recorded.Run> ended() throws Exception {
    while (!cuts.isEmpty() || stops.stream().anyMatch(stop -> !stop.processes().isEmpty())) {
      pause();
    }
    long until = Instant.now().toEpochMilli() * 1_000;
    return eventually(
        "the end of all runs",
        () -> {
          watch();
          List<Recorded.Run> all = recorded.runs();
          boolean isLate =
              all.getLast().scheduled() <= until
                  || all.stream().anyMatch(run -> run.scheduled() <= until && !run.ended());
          return isLate
              ? Optional.empty()
              : Optional.of(all.stream().filter(run -> run.scheduled() <= until).toList());
        });
  }

  private <T> T eventually(String what, Callable<Optional<T>> attempt) throws Exception {
    long last = System.nanoTime() + PATIENCE.toNanos();
    Exception why = new IllegalStateException("nothing failed");
    while (System.nanoTime() < last) {
      wake(false);
      try {
        Optional<T> done = attempt.call();
        if (done.isPresent()) {
          return done.get();
        }
      } catch (SQLException | IllegalStateException e) {
        why = e;
      }
      TimeUnit.MILLISECONDS.sleep(300);
    }
    throw new AssertionError("waited in vain for " + what + recorded.unfinished(), why);
  }

  List<String> made() {
    return List.copyOf(made);
  }

  Ledger ledger() {
    return ledger;
  }

  /** Returns the children that were seen as successful while runs were in progress. */
  Map<String, Seen> seen() {
    return Map.copyOf(seen);
  }

  /** Returns whether processes were stopped at a time, or had just woken. */
  boolean wasStopped(long millis) {
    return stops.stream()
        .anyMatch(stop -> stop.from() <= millis && millis <= stop.until() + 10_000);
  }

  @Override
  public void close() throws IOException {
    wake(true);
    members.forEach(Member::end);
    servers.close();
  }
}
