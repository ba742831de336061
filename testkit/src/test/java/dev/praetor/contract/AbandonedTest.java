package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.CACHED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.contract.SmallFlows.single;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Cache;
import dev.praetor.Flow;
import dev.praetor.Retry;
import dev.praetor.Task;
import dev.praetor.Task0;
import dev.praetor.testkit.FlowTester;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An abandoned attempt holds nothing any more, and its late value changes nothing. */
class AbandonedTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch returned = new CountDownLatch(1);
  private final AtomicInteger calls = new AtomicInteger();

  @AfterEach
  void releaseStubbornCode() {
    release.countDown();
  }

  /** Returns a task whose first call ends only when it is released. */
  private Task0<String> stubbornOnce(Cache cache) {
    return Task.of(
            "load",
            String.class,
            () -> {
              int call = calls.incrementAndGet();
              if (call == 1) {
                SmallFlows.ignoreInterrupts(release);
                returned.countDown();
              }
              return "call " + call;
            })
        .cached(cache)
        .timeout(SHORT)
        .retry(Retry.times(2));
  }

  @Test
  void a_claim_on_a_cached_result_is_given_back() {
    FlowTester.of(single(stubbornOnce(Cache.byKey(inputs -> "k").exclusively())))
        .run()
        .ended(SUCCESS)
        .took("load", 2);
    assertThat(calls).hasValue(2);
  }

  @Test
  void a_late_value_is_not_cached() throws Exception {
    FlowTester<String> tester = FlowTester.of(single(stubbornOnce(Cache.byKey(inputs -> "k"))));
    assertThat(tester.run().ended(SUCCESS).value()).isEqualTo("call 2");
    release.countDown();
    returned.await();
    assertThat(tester.run().ended("load", CACHED).value()).isEqualTo("call 2");
  }

  @Test
  void a_slot_of_a_tag_is_given_back() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "use",
                        Integer.class,
                        (Integer x) ->
                            x == 0 && calls.incrementAndGet() == 1
                                ? SmallFlows.ignoreInterrupts(release)
                                : x)
                    .tags("db")
                    .timeout(SHORT)
                    .retry(Retry.times(1))
                    .map(each(value(List.of(0, 1, 2))))
                    .collect());
    assertThat(FlowTester.of(flow).limit("db", 1).run().ended(SUCCESS).value())
        .containsExactly(0, 1, 2);
  }
}
