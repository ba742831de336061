package dev.praetor.bench;

import dev.praetor.embedded.Home;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Measures the engine inside an application: how long runs, orders and ends take to arrive, what
 * many runs need, and what an idle engine costs. The first argument is the file for the results as
 * JSON. With a second argument only measurements with this word in their name are made, and no file
 * is written.
 */
public final class EngineBenchmark {
  private static final int TIMES = 1_000;
  private static final int FEWER = 200;
  private static final int AT_ONCE = 1_000;
  private static final int MANY = 100_000;
  private static final ScheduleLag SCHEDULES = new ScheduleLag(10_000, 100);
  private static final int OCCURRENCES = 2_000;
  private static final Duration IDLE = Duration.ofSeconds(30);
  private final PrintStream out;
  private final String only;
  private final ResultsFile file = ResultsFile.of("engine");

  private EngineBenchmark(PrintStream out, String only) {
    this.out = out;
    this.only = only;
  }

  public static void main(String[] args) throws Exception {
    String only = args.length > 1 ? args[1] : "";
    EngineBenchmark benchmark = new EngineBenchmark(System.out, only);
    try (Databases databases = Databases.in(Path.of("bench", "target", "data"))) {
      for (Databases.Kind kind : databases.kinds()) {
        benchmark.measure(kind);
      }
    }
    if (only.isEmpty() && args.length > 0) {
      benchmark.file.write(Path.of(args[0]));
    }
  }

  private void measure(Databases.Kind kind) throws Exception {
    boolean isFile = kind.name().startsWith("SQLite");
    Latency.Pair submit = isFile ? new Latency.Pair(1, 3) : new Latency.Pair(2, 5);
    Latency.Pair event = new Latency.Pair(20, 20);
    try (BenchDatabase database = kind.make();
        BenchDatabase plain = kind.make()) {
      database.open().close();
      plain.open().close();
      database.settle();
      plain.settle();
      Home home = database.home().grace(Duration.ZERO);
      try (EngineWork work = new EngineWork(home)) {
        idle(kind, work); // Before the compiler has work left over from the others.
      }
      try (Connection connection = plain.connect()) {
        Latency.prepare(connection);
        try (EngineWork work = new EngineWork(home)) {
          latency(kind, "a start, until its code runs", TIMES, submit, connection, work::submit);
          latency(kind, "a run of one task, until its end", TIMES, null, connection, work::whole);
          atOnce(kind, work);
          latency(
              kind,
              connection,
              "a cancellation in another process, until the run has ended",
              event,
              work::cancellation);
          latency(
              kind, connection, "an end, until another process has its result", event, work::ends);
        }
        latency(
            kind,
            connection,
            "a start without a slot, until its code runs in another process",
            event,
            measure -> EngineWork.handOver(home, measure));
        scheduleLag(kind, home, connection);
      }
      try (EngineWork work = new EngineWork(home)) {
        heap(kind, work);
      }
    }
  }

  private void scheduleLag(Databases.Kind kind, Home home, Connection connection) throws Exception {
    String name = kind.name() + ", an instant of one of 10,000 schedules, until its code runs";
    if (isWanted(name)) {
      Latency.Pair goal = new Latency.Pair(50, 50);
      add(SCHEDULES.measure(name, OCCURRENCES, goal, home, connection));
    }
  }

  private boolean isWanted(String name) {
    return name.contains(only);
  }

  private void latency(
      Databases.Kind kind,
      String what,
      int times,
      Latency.@Nullable Pair goal,
      Connection connection,
      Latency.Timed timed)
      throws Exception {
    String name = kind.name() + ", " + what;
    if (isWanted(name)) {
      add(Latency.of(name, times, goal, connection, timed));
    }
  }

  private interface Measured {
    Latency by(EngineWork.Measure measure) throws Exception;
  }

  private void latency(
      Databases.Kind kind, Connection connection, String what, Latency.Pair goal, Measured measured)
      throws Exception {
    String name = kind.name() + ", " + what;
    if (isWanted(name)) {
      add(measured.by(timed -> Latency.of(name, FEWER, goal, connection, timed)));
    }
  }

  private void add(Latency latency) {
    out.println(latency);
    latency.addTo(file.row("latencies"));
  }

  private void atOnce(Databases.Kind kind, EngineWork work) throws Exception {
    String name = kind.name() + ", 1,000 runs of one task at once";
    if (isWanted(name)) {
      for (int i = 0; i < 5; i++) {
        work.atOnce(AT_ONCE);
      }
      long[] nanos = new long[9];
      for (int i = 0; i < nanos.length; i++) {
        nanos[i] = work.atOnce(AT_ONCE);
      }
      Arrays.sort(nanos);
      figure(name, "ms", nanos[nanos.length / 2] / 1e6, 100);
    }
  }

  private void idle(Databases.Kind kind, EngineWork work) throws Exception {
    String name = kind.name() + ", an idle engine that serves a flow";
    if (isWanted(name)) {
      figure(name, "% of a processor", 100 * work.idle(IDLE), 0.5);
    }
  }

  private void heap(Databases.Kind kind, EngineWork work) throws Exception {
    String name = kind.name() + ", heap in use after parts of 100,000 runs";
    if (isWanted(name)) {
      List<Double> used = work.heap(MANY, 5);
      ObjectNode row = file.row("heap");
      row.put("name", name);
      used.forEach(each -> row.withArray("megabytes").add(ResultsFile.rounded(each)));
      out.printf(Locale.ROOT, "%-60s %s MB%n", name, used);
    }
  }

  private void figure(String name, String unit, double value, double goal) {
    out.printf(
        Locale.ROOT,
        "%-60s %8.3f %s  goal %.1f%s%n",
        name,
        value,
        unit,
        goal,
        value <= goal ? "" : "  missed");
    file.row("figures")
        .put("name", name)
        .put("unit", unit)
        .put("value", ResultsFile.rounded(value))
        .put("goal", goal);
  }
}
