package dev.praetor.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.postgres.CutNetwork;
import dev.praetor.postgres.MortalPostgres;
import dev.praetor.store.db.OwnerOnly;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers, workers with and without a database, runners and the database are killed at random, the
 * networks between them are cut, and one process is stopped for longer than a lease. A few kills by
 * default; {@code -Dpraetor.chaos.minutes} says how long it takes instead, and {@code
 * -Dpraetor.chaos.seed} repeats the same choices.
 */
@Timeout(value = 6, unit = TimeUnit.HOURS)
@Tag("process")
class ServerChaosTest {
  private static final int MINUTES = Integer.getInteger("praetor.chaos.minutes", 0);
  private static final int RUNS = 200;
  private static final int KILLS = 7;

  /** The longest time for which a network is cut. */
  private static final Duration CUT = Duration.ofSeconds(MINUTES == 0 ? 10 : 45);

  private static final Duration STOP = Duration.ofSeconds(MINUTES == 0 ? 25 : 60);
  private static final long SECOND = 1_000_000;
  private static final String KEY = "praetor_" + "k".repeat(43);

  private final long seed = Long.getLong("praetor.chaos.seed", System.nanoTime() & 0xFFFF_FFFFL);
  private final Random random = new Random(seed);
  private final List<CutNetwork> networks = new ArrayList<>();
  @TempDir private Path folder;

  @AfterEach
  void closeNetworks() throws IOException {
    for (CutNetwork network : networks) {
      network.close();
    }
  }

  /** Opens a network to a server, which is cut now and then. */
  private CutNetwork network(int port) throws IOException {
    CutNetwork network = CutNetwork.to(port);
    networks.add(network);
    return network;
  }

  /** Returns the variables of a process that reaches the database over a network of its own. */
  private Map<String, String> behindNetwork(Map<String, String> environment, MortalPostgres to)
      throws IOException {
    Map<String, String> behind = new TreeMap<>(environment);
    behind.put(
        "PRAETOR_STORE", "jdbc:postgresql://127.0.0.1:" + network(to.port()).port() + "/postgres");
    return behind;
  }

  /** Something that can be killed. */
  private interface Kill {
    void strike() throws Exception;
  }

  @Test
  @Tag("database")
  void nothing_is_lost_or_done_twice_by_two_servers_and_three_workers() throws Exception {
    try (MortalPostgres postgres = MortalPostgres.start(folder.resolve("postgres"))) {
      String url = postgres.url("postgres");
      Recorded recorded = new Recorded(url + "?user=postgres");
      Map<String, String> environment = environment();
      environment.put("PRAETOR_STORE", url);
      environment.put("PRAETOR_STORE_USER", "postgres");
      prepare(environment, folder.resolve("author"));
      List<Member> members = new ArrayList<>();
      List<String> addresses = new ArrayList<>();
      for (String name : List.of("a", "b")) {
        Path home = folder.resolve(name).resolve("server");
        OwnerOnly.createDirectories(home);
        Files.writeString(home.resolve("admin.key"), KEY);
        int port = freePort();
        addresses.add("http://127.0.0.1:" + network(port).port());
        members.add(
            new Member(
                home,
                behindNetwork(environment, postgres),
                "server",
                "--port=" + port,
                "--no-worker",
                "--grace=1s"));
      }
      members.add(
          new Member(
              folder.resolve("c").resolve("worker"),
              behindNetwork(environment, postgres),
              "worker"));
      Map<String, String> remote = environment();
      remote.put("PRAETOR_API_KEY", KEY);
      for (String name : List.of("d", "e")) {
        Path home = folder.resolve(name).resolve("worker");
        members.add(new Member(home, remote, "worker", "--server", String.join(",", addresses)));
      }
      try (ChaosPlay play = new ChaosPlay(seed, members, recorded, folder)) {
        List<Kill> kills =
            List.of(
                play::killRunner,
                () -> play.kill(true),
                () -> play.kill(false),
                () -> play.cut(networks, CUT),
                postgres::killAndStart,
                () -> play.cut(networks, CUT),
                play::killRunner);
        play(play, kills, recorded);
      }
    }
  }

  @Test
  void nothing_is_lost_or_done_twice_by_one_server_on_sqlite() throws Exception {
    Path home = folder.resolve("server");
    prepare(environment(), home);
    Member server = new Member(home, environment(), "server", "--port=0", "--grace=1s");
    Recorded recorded = new Recorded("jdbc:sqlite:file:" + home.resolve("praetor.db") + "?mode=ro");
    try (ChaosPlay play = new ChaosPlay(seed, List.of(server), recorded, folder)) {
      play(play, List.of(play::killRunner, () -> play.kill(true)), recorded);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Map<String, String> environment() {
    return new TreeMap<>(Map.of(ChaosFlows.FOLDER, folder.toString()));
  }

  /** Registers the flows, and sets the limit of their tag. */
  private void prepare(Map<String, String> environment, Path home) throws Exception {
    Files.createDirectories(home);
    run(home, environment, "register", "src/test/java/dev/praetor/cli/chaos/ChaosFlows.java");
    String limit = Integer.toString(ChaosFlows.LIMIT);
    run(home, environment, "limits", "set", ChaosFlows.TAG, limit);
  }

  private void run(Path home, Map<String, String> environment, String... arguments)
      throws Exception {
    Path printed = folder.resolve("printed");
    Process process =
        Member.program(home, environment, List.of(arguments))
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(printed)).isZero();
  }

  private void play(ChaosPlay play, List<Kill> kills, Recorded recorded) throws Exception {
    System.out.printf("chaos with servers: seed %d%n", seed);
    Instant began = Instant.now();
    int number = 0;
    for (String flow : ChaosFlows.NAMES) {
      play.make(flow);
    }
    if (MINUTES > 0 || kills.size() > 2) {
      play.stop(STOP);
    }
    while (MINUTES == 0
        ? number < KILLS
        : Instant.now().isBefore(began.plus(Duration.ofMinutes(MINUTES)))) {
      play.pause();
      Kill kill = kills.get(MINUTES == 0 ? number % kills.size() : random.nextInt(kills.size()));
      kill.strike();
      number++;
      if (play.made().size() < (MINUTES == 0 ? 2 * ChaosFlows.NAMES.size() : RUNS)) {
        play.make(ChaosFlows.NAMES.get(play.made().size() % ChaosFlows.NAMES.size()));
      }
      if (MINUTES > 0 && number % 30 == 0) {
        play.stop(STOP);
      }
    }
    List<Recorded.Run> ended = play.ended();
    check(play, ended, recorded);
    System.out.printf(
        "chaos with servers: %d kills, %d runs and %d of a schedule, %d children seen, %d s%n",
        number,
        play.made().size(),
        ended.size() - play.made().size(),
        play.seen().size(),
        Duration.between(began, Instant.now()).toSeconds());
  }

  private void check(ChaosPlay play, List<Recorded.Run> ended, Recorded recorded) throws Exception {
    checkEnds(ended, recorded);
    checkInstants(ended);
    assertThat(ended.stream().filter(run -> !run.flow().equals("ticking")).map(Recorded.Run::id))
        .as("each run was made once (seed %d)", seed)
        .containsExactlyInAnyOrderElementsOf(play.made());
    List<Ledger.Line> lines = play.ledger().lines();
    Map<String, Integer> now = recorded.succeeded(0);
    play.seen()
        .forEach((task, seen) -> {
          assertThat(now)
              .as("what succeeded remains (seed %d)", seed)
              .containsEntry(task, seen.attempts());
          assertThat(lines.subList(seen.lines(), lines.size()))
              .as("what succeeded does not begin again (seed %d)", seed)
              .noneMatch(line -> line.task().equals(task) && line.what().equals("begun"));
        });
    Map<String, Integer> begun = play.ledger().begun();
    begun.keySet().removeIf(task -> !task.contains(" pay["));
    assertThat(begun.values()).as("payments begin once (seed %d)", seed).containsOnly(1);
    assertThat(lines)
        .as("the limit holds (seed %d)", seed)
        .noneMatch(line -> line.what().equals("crowded") && !play.wasStopped(line.millis()));
    assertThat(recorded.slots()).as("no slot is left (seed %d)", seed).isZero();
  }

  private void checkEnds(List<Recorded.Run> ended, Recorded recorded) throws SQLException {
    Map<String, String> sums = recorded.values("sum");
    Map<String, String> counted = recorded.values("late");
    for (Recorded.Run run : ended) {
      if (run.flow().equals("once") && !run.state().equals("Success")) {
        assertThat(run.state()).as("%s (seed %d)", run, seed).isEqualTo("Failed");
        continue;
      }
      assertThat(run.state()).as("%s (seed %d)", run, seed).isEqualTo("Success");
      switch (run.flow()) {
        case "wide" -> assertThat(sums).containsEntry(run.id(), "124750");
        case "once", "limited" -> assertThat(sums).containsEntry(run.id(), "190");
        case "timed" -> assertThat(counted).containsEntry(run.id(), "5");
        case "ticking" -> {}
        default -> throw new AssertionError("a run of nobody: " + run);
      }
    }
  }

  /** Checks that the schedule made one run for each second. */
  private void checkInstants(List<Recorded.Run> ended) {
    List<Long> instants =
        ended.stream()
            .filter(run -> run.flow().equals("ticking"))
            .map(Recorded.Run::scheduled)
            .toList();
    assertThat(instants)
        .as("each second once (seed %d)", seed)
        .isEqualTo(
            LongStream.range(0, instants.size())
                .mapToObj(i -> instants.getFirst() + i * SECOND)
                .toList());
  }
}
