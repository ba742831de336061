package dev.praetor.contract;

import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.Step;
import dev.praetor.Task;
import dev.praetor.Task1;
import dev.praetor.engine.Journal;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunNotRecorded;
import dev.praetor.engine.run.RunSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A journal whose store is away: it keeps the order of batches, and writes them later. */
class JournalAwayTest {
  private final Away journal = new Away();
  private final List<String> done = new CopyOnWriteArrayList<>();

  private static final class Away implements Journal {
    private final List<Receipt> waiting = new ArrayList<>();
    private boolean back;

    @Override
    public void append(Batch batch, Receipt receipt) {
      synchronized (this) {
        if (!back) {
          waiting.add(receipt);
          receipt.inOrder();
          return;
        }
      }
      receipt.durable();
    }

    synchronized void comeBack() {
      back = true;
      waiting.forEach(Receipt::durable);
      waiting.clear();
    }

    synchronized void reject(String node) {
      waiting.forEach(receipt -> receipt.rejected(node, -1, "no room"));
    }
  }

  private int plus(String name, int x) {
    done.add(name);
    return x + 1;
  }

  private <R> FlowRun<R> start(Flow<R> flow) {
    return LocalRun.of(flow)
        .with(s -> s.withPersistence(new RunSettings.Persistence(journal, s.persistence().cache())))
        .start();
  }

  private Task1<Integer, Integer> noting(String name) {
    return Task.of(name, Integer.class, (Integer x) -> plus(name, x));
  }

  @Test
  void what_follows_starts_but_not_what_may_run_at_most_once() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              var third = noting("c").call(noting("b").call(noting("a").call(value(0))));
              return noting("d").atMostOnce().call(third);
            });
    FlowRun<Integer> run = start(flow);
    Awaitility.await().until(() -> done.equals(List.of("a", "b", "c")));
    assertThat(run.await(Duration.ZERO)).isEmpty();
    journal.comeBack();
    assertThat(run.await().value()).isEqualTo(4);
    assertThat(done).containsExactly("a", "b", "c", "d");
  }

  @Test
  void the_next_iteration_of_a_loop_waits() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              var before = noting("a").call(value(0));
              return Task.<Integer, Integer>loop(
                      "count",
                      Integer.class,
                      (Integer n) -> n == 3 ? Step.done(n) : Step.next(plus("loop" + n, n)))
                  .call(before);
            });
    FlowRun<Integer> run = start(flow);
    Awaitility.await().until(() -> done.contains("loop1"));
    assertThat(done).containsExactly("a", "loop1");
    journal.comeBack();
    assertThat(run.await().value()).isEqualTo(3);
    assertThat(done).containsExactly("a", "loop1", "loop2");
  }

  @Test
  void an_end_that_is_rejected_later_ends_the_run_here_if_something_followed() {
    Flow<Integer> flow = Flow.define("f", f -> noting("b").call(noting("a").call(value(0))));
    FlowRun<Integer> run = start(flow);
    Awaitility.await().until(() -> done.contains("b"));
    journal.reject("a");
    assertThatThrownBy(run::await)
        .isInstanceOf(RunNotRecorded.class)
        .hasMessageContaining("a cannot be recorded, and what follows from it has begun: no room");
  }
}
