package dev.praetor.contract;

import static dev.praetor.StateType.CANCELLED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.contract.SmallFlows.single;
import static dev.praetor.contract.SmallFlows.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.RunId;
import dev.praetor.Task;
import dev.praetor.TaskContext;
import dev.praetor.engine.local.LocalRun;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class LocalRunTest {
  @Test
  void a_flow_is_started_and_awaited_or_cancelled() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Flow<Integer> flow =
        single(
            task(() -> {
              release.await();
              return 1;
            }));
    FlowRun<Integer> cancelled = flow.start();
    assertThat(cancelled.await(Duration.ofMillis(1))).isEmpty();
    cancelled.cancel("enough");
    assertThat(cancelled.await().state().type()).isEqualTo(CANCELLED);
    FlowRun<Integer> run = flow.start();
    release.countDown();
    assertThat(run.await().state().type()).isEqualTo(SUCCESS);
    assertThat(run.await().id()).isEqualTo(run.id()).isNotEqualTo(cancelled.id());
  }

  @Test
  void a_run_has_the_id_and_the_time_it_is_given() {
    RunId id = new RunId(UUID.randomUUID());
    Instant due = Instant.parse("2026-01-05T08:00:00Z");
    Flow<Instant> flow =
        single(Task.of("due", Instant.class, () -> TaskContext.current().scheduledTime()))
            .runName("of {scheduled:yyyy-MM-dd}");
    FlowResult<Instant> result = LocalRun.of(flow).withId(id).scheduledAt(due).run();
    assertThat(result.id()).isEqualTo(id);
    assertThat(result.value()).isEqualTo(due);
    assertThat(result.runName()).isEqualTo("of 2026-01-05");
  }
}
