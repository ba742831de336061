package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.CANCELLED;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.Node;
import dev.praetor.Task;
import dev.praetor.Task1;
import dev.praetor.Trigger;
import dev.praetor.testkit.FlowTester;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies that compute on all processors and ignore their interrupts. */
class BusyProcessorsTest {
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void stopComputing() {
    release.countDown();
  }

  private Task1<Integer, Integer> burn() {
    return Task.of(
        "burn",
        Integer.class,
        (Integer x) -> {
          while (release.getCount() > 0) {
            Thread.onSpinWait();
          }
          return x;
        });
  }

  private static Node<List<Integer>> processors() {
    int processors = Runtime.getRuntime().availableProcessors();
    return value(IntStream.rangeClosed(0, processors).boxed().toList());
  }

  @Test
  void timeouts_act_and_what_follows_runs() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              var burning = burn().timeout(Duration.ofMillis(300)).map(each(processors()));
              Task.of("after", Integer.class, () -> 1)
                  .trigger(Trigger.ALL_FINISHED)
                  .call()
                  .after(burning);
              f.decidedBy(burning);
              return value(1);
            });
    FlowRun<Integer> run = flow.start();
    FlowResult<Integer> result = run.await(Duration.ofSeconds(15)).orElseThrow();
    assertThat(result.state().type()).isEqualTo(FAILED);
    assertThat(result.taskRun("after").state().type()).isEqualTo(SUCCESS);
    assertThat(result.taskRuns("burn"))
        .extracting(each -> each.state().name())
        .containsOnly("TimedOut");
  }

  @Test
  void a_cancel_acts_and_another_run_goes_on() throws Exception {
    Flow<List<Integer>> flow = Flow.define("f", f -> burn().map(each(processors())).collect());
    var burning = FlowTester.of(flow).grace(Duration.ofMillis(100)).start();
    burning.events().awaitCount("] Running", 2);
    burning.run().cancel("enough");
    assertThat(burning.run().await(Duration.ofSeconds(15)).orElseThrow().state().type())
        .isEqualTo(CANCELLED);
    Flow<Integer> other = Flow.define("g", g -> Task.of("t", Integer.class, () -> 1).call());
    assertThat(other.start().await(Duration.ofSeconds(15)).orElseThrow().state().type())
        .isEqualTo(SUCCESS);
  }
}
