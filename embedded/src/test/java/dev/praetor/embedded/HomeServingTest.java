package dev.praetor.embedded;

import static dev.praetor.Praetor.every;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.Schedule;
import dev.praetor.Task;
import dev.praetor.engine.FlowServing;
import dev.praetor.spi.ServedFlows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flows that {@link Praetor#serve} serves at a home of the process. */
class HomeServingTest {
  @TempDir private Path folder;

  private static String ticked(CountDownLatch ran) {
    ran.countDown();
    return "tick";
  }

  @Test
  void the_process_makes_the_runs_of_the_schedule_and_records_them_at_its_home() throws Exception {
    CountDownLatch ran = new CountDownLatch(2);
    Flow<String> flow =
        Flow.define("often", f -> Task.of("tick", String.class, () -> ticked(ran)).call())
            .scheduled(Schedule.of(every(Duration.ofMillis(100))));
    FlowServing serving =
        ServiceLoader.load(FlowServing.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(each -> !each.isForServer())
            .findFirst()
            .orElseThrow();
    ServedFlows served = serving.serve(List.of(flow), Map.of("PRAETOR_HOME", folder.toString()));
    assertThat(served.where()).isEqualTo(folder.toString());
    assertThat(ran.await(1, TimeUnit.MINUTES)).isTrue();
    served.close();
    served.close();
    served.await();
    try (PraetorEngine engine = Praetor.open(Home.of(folder))) {
      assertThat(engine.schedules().list()).hasSize(1);
    }
  }
}
