package dev.praetor.cli.chaos;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.every;
import static dev.praetor.Praetor.value;

import dev.praetor.Flow;
import dev.praetor.Retry;
import dev.praetor.Schedule;
import dev.praetor.Step;
import dev.praetor.Task;
import dev.praetor.TaskContext;
import dev.praetor.schedule.CatchUp;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The flows that run while processes are killed; registered from this file. Their tasks write what
 * happens to a ledger outside of any store.
 */
final class ChaosFlows {
  /** The names of the flows. */
  static final List<String> NAMES = List.of("wide", "once", "limited", "timed");

  /** The variable of the environment with the folder of the ledger. */
  static final String FOLDER = "CHAOS_FOLDER";

  /** The tag of guarded tasks, and the largest number of them at the same time. */
  static final String TAG = "guarded";

  static final int LIMIT = 3;

  private ChaosFlows() {}

  /** Writes a line to the ledger. */
  private static void note(String what) throws IOException {
    TaskContext here = TaskContext.current();
    String line =
        "%s\t%s\t%s\t%d%n"
            .formatted(what, here.runId(), here.taskRun(), System.currentTimeMillis());
    Files.writeString(
        folder().resolve("ledger"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static Path folder() {
    return Path.of(System.getenv(FOLDER));
  }

  static List<Integer> numbers(int width) {
    return IntStream.range(0, width).boxed().toList();
  }

  static int sum(List<Integer> all) {
    return all.stream().mapToInt(Integer::intValue).sum();
  }

  static int work(int n) throws Exception {
    note("begun");
    if (n % 50 == 7 && TaskContext.current().attempt() == 1) {
      throw new IllegalStateException("the first attempt fails");
    }
    Thread.sleep(n % 5);
    return n;
  }

  static Flow<Integer> wide() {
    var work = Task.of(ChaosFlows::work).retry(Retry.times(1).every(Duration.ofMillis(200)));
    return Flow.define(
            "wide",
            flow -> {
              var numbers = Task.of(ChaosFlows::numbers).call(flow.parameter("width", 500));
              return Task.of(ChaosFlows::sum).call(work.map(each(numbers)).collect());
            })
        .crashes(1000);
  }

  static int pay(int n) throws Exception {
    note("begun");
    Thread.sleep(20);
    return n;
  }

  /** Returns a flow whose tasks are started once, so that a crash fails them. */
  static Flow<Integer> once() {
    var pay = Task.of(ChaosFlows::pay).atMostOnce().concurrency(5);
    return Flow.define(
            "once",
            flow -> Task.of(ChaosFlows::sum).call(pay.map(each(value(numbers(20)))).collect()))
        .crashes(1000);
  }

  /** Holds one of a few locks of files, which are free as soon as their process has ended. */
  static int guarded(int n) throws Exception {
    note("begun");
    boolean free = false;
    for (int i = 0; i < LIMIT && !free; i++) {
      free = holds(folder().resolve("slot-" + i));
    }
    if (!free) {
      note("crowded");
    }
    return n;
  }

  /** Holds a lock for a moment; returns false if somebody else has it. */
  private static boolean holds(Path lock) throws Exception {
    try (FileChannel file =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = file.tryLock()) {
      if (held == null) {
        return false;
      }
      Thread.sleep(15);
      return true;
    } catch (OverlappingFileLockException e) {
      return false; // An attempt in this process has it.
    }
  }

  static Flow<Integer> limited() {
    var guarded = Task.of(ChaosFlows::guarded).tags(TAG);
    return Flow.define(
            "limited",
            flow -> Task.of(ChaosFlows::sum).call(guarded.map(each(value(numbers(20)))).collect()))
        .crashes(1000);
  }

  static Step<Integer, Integer> count(int n) throws Exception {
    note("iteration-" + n);
    return n == 5 ? Step.done(n) : Step.<Integer, Integer>next(n + 1).after(Duration.ofMillis(100));
  }

  static int late(int n) {
    if (TaskContext.current().attempt() == 1) {
      throw new IllegalStateException("the first attempt fails");
    }
    return n;
  }

  static Flow<Integer> timed() {
    var late = Task.of(ChaosFlows::late).retry(Retry.times(3).every(Duration.ofSeconds(1)));
    return Flow.define(
            "timed",
            flow -> late.call(Task.<Integer, Integer>loop(ChaosFlows::count).call(value(1))))
        .crashes(1000);
  }

  static int tick() throws Exception {
    note("tick-" + TaskContext.current().scheduledTime());
    return 1;
  }

  static Flow<Integer> ticking() {
    return Flow.define("ticking", flow -> Task.of(ChaosFlows::tick).call())
        .scheduled(Schedule.of(every(Duration.ofSeconds(1))).withCatchUp(CatchUp.all()))
        .crashes(1000);
  }
}
