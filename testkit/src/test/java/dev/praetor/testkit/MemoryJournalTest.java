package dev.praetor.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.Task;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.run.RunSettings;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class MemoryJournalTest {
  private final MemoryJournal journal = new MemoryJournal();

  private LocalRun<Integer> run(Flow<Integer> flow) {
    return LocalRun.of(flow)
        .with(s ->
            s.withPersistence(
                new RunSettings.Persistence(journal.process(), s.persistence().cache())));
  }

  @Test
  void a_process_that_was_killed_writes_nothing_once_the_next_one_lives() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch killed = new CountDownLatch(1);
    Flow<Integer> flow =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "waiting",
                        Integer.class,
                        () -> {
                          begun.countDown();
                          return killed.await(30, TimeUnit.SECONDS) ? 1 : 2;
                        })
                    .call());
    FlowRun<Integer> run = run(flow).start();
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    Awaitility.await().until(() -> !journal.written(run.id()).isEmpty());
    journal.revive();
    killed.countDown();
    assertThatThrownBy(run::await).isInstanceOf(RunOwnershipLost.class);
    assertThat(journal.written(run.id())).containsExactly("waiting Running");
    assertThat(run(flow).resuming(journal.recorded(run.id())).run().value()).isEqualTo(1);
  }
}
