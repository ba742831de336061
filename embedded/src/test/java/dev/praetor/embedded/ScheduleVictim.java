package dev.praetor.embedded;

import static dev.praetor.Praetor.every;
import static dev.praetor.Praetor.value;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.Schedule;
import dev.praetor.Task;
import dev.praetor.schedule.CatchUp;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;

/** A process that serves a flow until it is killed. */
final class ScheduleVictim {
  static final Duration EVERY = Duration.ofMillis(100);

  private ScheduleVictim() {}

  /** Returns a flow that takes longer than the time between two runs. */
  static Flow<Integer> flow() {
    var work =
        Task.of(
            "work",
            Integer.class,
            (Integer n) -> {
              boolean _ = new CountDownLatch(1).await(2 * EVERY.toMillis(), TimeUnit.MILLISECONDS);
              return n + 1;
            });
    return Flow.define("victim", flow -> work.call(work.call(value(1))))
        .scheduled(Schedule.of(every(EVERY)).withCatchUp(CatchUp.all()));
  }

  static Home home(String url) {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(url);
    database.setUser("postgres");
    return Home.of(database);
  }

  public static void main(String[] args) throws InterruptedException {
    PraetorEngine praetor = Praetor.open(home(args[0]));
    praetor.serve(flow());
    new CountDownLatch(1).await();
  }
}
