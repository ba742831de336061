package dev.praetor.store;

import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.Node;
import dev.praetor.PraetorException;
import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.engine.Journal;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.engine.secret.Masker;
import dev.praetor.function.F1;
import dev.praetor.testkit.SettableClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A chain of tasks: each step is one commit, made by the thread that takes the turn of the run. */
@ParameterizedClass
@EnumSource
class ChainTest extends StoreTest {
  private static final int LENGTH = 40;

  /** A clock that stands still, so that no attempt takes so long that its begin is recorded. */
  private final SettableClock clock = SettableClock.manual(Instant.parse("2026-01-05T08:00:00Z"));

  ChainTest(Databases databases) {
    super(databases, databases.fresh());
  }

  private static Flow<Integer> chain(int length, F1<Integer, Integer> body) {
    return Flow.define(
        unique(),
        f -> {
          Node<Integer> last = value(0);
          for (int i = 0; i < length; i++) {
            last = Task.of("step", Integer.class, body).call(last);
          }
          return last;
        });
  }

  private FlowResult<Integer> run(Flow<Integer> flow, Journal journal) {
    return LocalRun.of(flow)
        .with(s -> s.withTime(clock))
        .with(s -> s.withPersistence(new RunSettings.Persistence(journal, s.persistence().cache())))
        .run();
  }

  private long commitsOf(int length) {
    Flow<Integer> flow = chain(length, x -> x + 1);
    Journal journal = store.journal(flow, Flows.ORIGIN);
    long before = store.commits();
    assertThat(run(flow, journal).value()).isEqualTo(length);
    return store.commits() - before;
  }

  @Test
  void a_chain_costs_a_commit_for_each_step_and_one_for_its_begin() {
    commitsOf(1); // The first run of a process records the process too.
    // A heartbeat may be due meanwhile.
    await().atMost(PATIENCE).until(() -> commitsOf(LENGTH) == LENGTH + 1);
  }

  @Test
  void a_run_of_one_task_costs_two_commits() {
    commitsOf(1);
    // A heartbeat may be due meanwhile.
    await().atMost(PATIENCE).until(() -> commitsOf(1) == 2);
  }

  /** A journal that notes which batches are written before they have been handed over. */
  private static final class Noting implements Journal {
    private final Journal journal;
    final List<Thread> inPlace = new CopyOnWriteArrayList<>();

    Noting(Journal journal) {
      this.journal = journal;
    }

    @Override
    public CompletableFuture<?> begin(Start start) {
      return journal.begin(start);
    }

    @Override
    public void append(Batch batch, Receipt receipt) {
      journal.append(batch, receipt);
    }

    @Override
    public void appendAlone(Batch batch, Receipt receipt) {
      Thread turn = Thread.currentThread();
      journal.appendAlone(
          batch,
          new Passing(receipt) {
            @Override
            public void durable() {
              if (Thread.currentThread() == turn) {
                inPlace.add(turn);
              }
              super.durable();
            }
          });
    }

    @Override
    public boolean keepsProcessor() {
      return journal.keepsProcessor();
    }

    @Override
    public boolean owns(RunId run) {
      return journal.owns(run);
    }

    @Override
    public Optional<EncodedValue> encode(ValueCodec codec, @Nullable Object value, Masker masker)
        throws TooLarge, NotCarried {
      return journal.encode(codec, value, masker);
    }
  }

  /** A receipt that passes everything on. */
  private static class Passing implements Journal.Receipt {
    private final Journal.Receipt to;

    Passing(Journal.Receipt to) {
      this.to = to;
    }

    @Override
    public void durable() {
      to.durable();
    }

    @Override
    public void rejected(String node, int index, String why) {
      to.rejected(node, index, why);
    }

    @Override
    public void refused(String why) {
      to.refused(why);
    }

    @Override
    public void failed(PraetorException why) {
      to.failed(why);
    }
  }

  @Test
  void a_batch_of_a_run_that_has_nothing_else_to_do_is_written_by_the_thread_of_its_turn() {
    Flow<Integer> flow = chain(LENGTH, x -> x + 1);
    Noting noting =
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  Noting journal = new Noting(store.journal(flow, Flows.ORIGIN));
                  assertThat(run(flow, journal).value()).isEqualTo(LENGTH);
                  return journal;
                },
                journal -> journal.inPlace.size() > LENGTH / 2);
    // A virtual thread that waits for a server may not get a processor back.
    if (databases == Databases.POSTGRESQL) {
      assertThat(noting.inPlace).noneMatch(Thread::isVirtual);
    }
  }

  @Test
  void code_that_has_its_thread_interrupted_later_loses_nothing() throws Exception {
    AtomicReference<@Nullable Thread> last = new AtomicReference<>();
    AtomicBoolean over = new AtomicBoolean();
    Thread watchdog =
        Thread.ofPlatform()
            .start(() -> {
              while (!over.get()) {
                Thread thread = last.getAndSet(null);
                if (thread != null) {
                  thread.interrupt();
                }
              }
            });
    try {
      Flow<Integer> flow =
          chain(
              200,
              x -> {
                last.set(Thread.currentThread());
                return x + 1;
              });
      FlowResult<Integer> result = run(flow, store.journal(flow, Flows.ORIGIN));
      assertThat(result.state().type()).isEqualTo(StateType.SUCCESS);
      assertThat(result.value()).isEqualTo(200);
      assertThat(count("task_run", result.id())).isEqualTo(200);
    } finally {
      over.set(true);
      watchdog.join();
    }
  }
}
