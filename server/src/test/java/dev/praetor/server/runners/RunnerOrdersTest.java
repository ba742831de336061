package dev.praetor.server.runners;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.RunId;
import dev.praetor.Task;
import dev.praetor.engine.Journal;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.postgres.PostgresServer;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.write.StoreJournal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders that another process gives, on their way to a runner that waits for news. */
class RunnerOrdersTest {
  /** So long that nothing arrives by looking for it. */
  private static final Duration NEVER = Duration.ofDays(1);

  private static final Flow<Integer> FLOW =
      Flow.define(
          "one", f -> Task.of("same", Integer.class, (Integer n) -> n).call(Praetor.value(1)));

  @TempDir private Path folder;

  @Test
  void an_order_is_pushed_to_a_runner_that_waits_for_news() throws Exception {
    isPushed(new StoreLocation.Home(folder));
  }

  @Test
  @Tag("database")
  void an_order_is_pushed_from_another_machine_to_a_runner_that_waits_for_news() throws Exception {
    isPushed(new StoreLocation.Postgres(PostgresServer.create().url(), "postgres", ""));
  }

  private static void isPushed(StoreLocation where) throws Exception {
    StoreOptions patient = StoreOptions.defaults().withSweep(NEVER);
    try (RunStore here = RunStore.open(where, patient);
        RunStore elsewhere = RunStore.open(where, patient)) {
      RunId run = waiting(here);
      RunnerNews news = new RunnerNews();
      RunnerOrders orders = new RunnerOrders(here, news);
      orders.watch(run);
      long request = news.begin(0);
      CompletableFuture<Boolean> answered = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(() -> {
            try {
              answered.complete(news.await(request, NEVER.toNanos()));
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      var _ = elsewhere.order(run, new RunOrder.Pause("ann", "look first"));
      assertThat(answered.get(60, TimeUnit.SECONDS)).isTrue();
      assertThat(news.kept())
          .singleElement()
          .satisfies(order -> {
            assertThat(order.path("kind").asString()).isEqualTo("order");
            assertThat(order.path("type").asString()).isEqualTo("pause");
            assertThat(order.path("run").asString()).isEqualTo(run.toString());
          });
      orders.left(run);
    }
  }

  private static RunId waiting(RunStore store) {
    StoreJournal journal = store.journal(FLOW, new RunOrigin("test", "tester"));
    Journal.Start start = LocalRun.of(FLOW).plan(new Argument[0]).start();
    var _ = journal.admit(start, RunEntry.PLAIN, false, Optional.empty());
    return start.run();
  }
}
