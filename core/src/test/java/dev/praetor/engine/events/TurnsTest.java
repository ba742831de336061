package dev.praetor.engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final AtomicInteger inTurn = new AtomicInteger();
  private final AtomicInteger overlaps = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();

  private static Thread inPlace(Turns turns, Runnable before) {
    return Thread.ofVirtual()
        .start(() -> {
          before.run();
          turns.takeHere();
        });
  }

  private void countTurn() {
    if (inTurn.getAndIncrement() > 0) {
      overlaps.incrementAndGet();
    }
    taken.incrementAndGet();
    inTurn.getAndDecrement();
  }

  @Test
  void an_idle_owner_takes_its_turn_in_the_thread_that_has_ended_its_code() throws Exception {
    AtomicReference<@Nullable Thread> taker = new AtomicReference<>();
    Turns turns = new Turns(() -> taker.set(Thread.currentThread()));
    Thread thread = inPlace(turns, () -> {});
    thread.join();
    assertThat(taker.get()).isSameAs(thread);
  }

  @Test
  void turns_taken_by_many_threads_never_overlap_and_see_every_event() throws Exception {
    int threads = 8;
    int each = 5_000;
    Mailbox mailbox = new Mailbox();
    AtomicInteger handled = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(threads * each);
    Turns turns =
        new Turns(() -> {
          countTurn();
          for (Event e = mailbox.drain(); e != null; e = e.next) {
            handled.incrementAndGet();
            all.countDown();
          }
        });
    mailbox.ownedBy(turns);
    CyclicBarrier start = new CyclicBarrier(threads);
    for (int i = 0; i < threads; i++) {
      boolean delivers = i % 2 == 0;
      Thread.ofVirtual()
          .start(() -> {
            await(start);
            for (int k = 0; k < each; k++) {
              Command event = new Command(() -> {});
              if (delivers) {
                mailbox.deliver(event);
              } else {
                mailbox.offer(event);
              }
            }
          });
    }
    all.await();
    assertThat(handled).hasValue(threads * each);
    assertThat(overlaps).hasValue(0);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_turn_is_not_interrupted_by_what_was_meant_for_code_that_has_ended() throws Exception {
    List<Boolean> interrupted = new ArrayList<>();
    CompletableFuture<Turns> self = new CompletableFuture<>();
    Turns turns =
        new Turns(() -> {
          interrupted.add(Thread.currentThread().isInterrupted());
          if (interrupted.size() < 3) {
            // A watchdog of the author's comes late, during a turn.
            Thread.currentThread().interrupt();
            self.join().request();
          }
        });
    self.complete(turns);
    inPlace(turns, () -> Thread.currentThread().interrupt()).join();
    assertThat(interrupted).containsExactly(false, false, false);
  }

  @Test
  void a_turn_has_the_class_loader_of_the_engine_whatever_code_has_set() throws Exception {
    AtomicReference<@Nullable ClassLoader> seen = new AtomicReference<>();
    Turns turns = new Turns(() -> seen.set(Thread.currentThread().getContextClassLoader()));
    inPlace(turns, () -> Thread.currentThread().setContextClassLoader(null)).join();
    assertThat(seen.get()).isSameAs(ClassLoader.getSystemClassLoader());
  }

  @Test
  void a_thread_that_has_taken_some_turns_leaves_the_next_one_to_the_engine() throws Exception {
    LinkedBlockingQueue<Thread> takers = new LinkedBlockingQueue<>();
    CompletableFuture<Turns> self = new CompletableFuture<>();
    Turns turns =
        new Turns(() -> {
          takers.add(Thread.currentThread());
          if (takers.size() <= Turns.MOST_HERE) {
            self.join().request();
          }
        });
    self.complete(turns);
    Thread thread = inPlace(turns, () -> {});
    thread.join();
    List<Thread> all = new ArrayList<>();
    while (all.size() <= Turns.MOST_HERE) {
      all.add(takers.take());
    }
    assertThat(all.getFirst()).isSameAs(thread);
    assertThat(all.getLast()).isNotSameAs(thread);
    assertThat(all.stream().filter(taker -> taker == thread).count()).isEqualTo(Turns.MOST_HERE);
  }

  @Test
  void an_error_in_a_turn_does_not_end_the_turns_of_its_owner() throws Exception {
    CountDownLatch second = new CountDownLatch(1);
    CompletableFuture<Turns> self = new CompletableFuture<>();
    Turns turns =
        new Turns(() -> {
          if (taken.incrementAndGet() == 1) {
            self.join().request();
            throw new OutOfMemoryError("a test");
          }
          second.countDown();
        });
    self.complete(turns);
    Thread thread = Thread.ofVirtual().unstarted(turns::takeHere);
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    thread.setUncaughtExceptionHandler((_, error) -> thrown.set(error));
    thread.start();
    second.await();
    thread.join();
    assertThat(thrown.get()).isInstanceOf(OutOfMemoryError.class);
  }
}
