package dev.praetor.contract;

import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.TaskRun;
import dev.praetor.engine.Journal;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.testkit.SettableClock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The number of batches in which the journal gets a run; each costs a commit. */
class FewBatchesTest {
  private static final SettableClock CLOCK =
      SettableClock.manual(Instant.parse("2026-01-05T08:00:00Z"));

  private static Flow<Integer> chain(int length) {
    var twice = Task.of("twice", Integer.class, (Integer n) -> 2 * n);
    return Flow.define(
        "chain",
        flow -> {
          var last = twice.call(value(1));
          for (int i = 1; i < length; i++) {
            last = twice.call(last);
          }
          return last;
        });
  }

  @Test
  void the_last_task_run_and_the_whole_run_end_in_one_batch_with_its_begin() {
    assertThat(new KilledRuns<>(chain(1), CLOCK).begin(1)).isPresent();
  }

  @Test
  void each_task_run_on_which_another_depends_needs_a_batch() {
    assertThat(new KilledRuns<>(chain(3), CLOCK).begin(2)).isEmpty();
    assertThat(new KilledRuns<>(chain(3), CLOCK).begin(3)).isPresent();
  }

  /** A journal that can never record the first change that it gets. */
  private static final class Refusing implements Journal {
    final List<Batch> batches = new CopyOnWriteArrayList<>();

    @Override
    public void append(Batch batch, Receipt receipt) {
      batches.add(batch);
      if (batches.size() == 1) {
        TaskRun first = batch.changes().getFirst().run();
        receipt.rejected(first.node(), first.index(), "it is odd");
      }
      receipt.durable();
    }
  }

  @Test
  void a_run_does_not_end_with_a_task_run_that_cannot_be_recorded() {
    Refusing journal = new Refusing();
    FlowResult<Integer> result =
        LocalRun.of(chain(1))
            .with(s -> s.withTime(CLOCK))
            .with(s ->
                s.withPersistence(new RunSettings.Persistence(journal, s.persistence().cache())))
            .run();
    assertThat(journal.batches.getFirst().endsRun()).isTrue();
    assertThat(result.state().type()).isEqualTo(StateType.FAILED);
    Journal.Batch last = journal.batches.getLast();
    assertThat(last.flow().getLast().type()).isEqualTo(StateType.FAILED);
    assertThat(last.changes().getFirst().run().state().message())
        .isEqualTo("it cannot be recorded: it is odd");
  }
}
