package dev.praetor.engine.events;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AuthorCodeTest {
  private final Mailbox mailbox = new Mailbox();
  private final AuthorCode.Surroundings surroundings = new AuthorCode.Surroundings(mailbox, null);
  private final CompletableFuture<Thread> turnOn = new CompletableFuture<>();
  private final CountDownLatch turn = new CountDownLatch(1);
  private final CountDownLatch leave = new CountDownLatch(1);

  /** A call whose thread stays in the turn that it takes after its end. */
  private static final class Call extends AuthorCode {
    final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();

    @Override
    protected void call() {
      thread.set(Thread.currentThread());
    }

    @Override
    public void handle() {}
  }

  private Call inItsTurn() throws InterruptedException {
    mailbox.ownedBy(
        new Turns(() -> {
          turnOn.complete(Thread.currentThread());
          turn.countDown();
          awaitUninterruptibly(leave);
        }));
    mailbox.expectOne();
    Call call = new Call();
    call.start(surroundings, "call", false);
    turn.await();
    return call;
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void a_call_that_has_ended_is_not_interrupted_while_its_thread_takes_a_turn() throws Exception {
    Call call = inItsTurn();
    try {
      call.interrupt();
      call.abandon();
      assertThat(turnOn.join()).isSameAs(call.thread.get());
      assertThat(turnOn.join().isInterrupted()).isFalse();
    } finally {
      leave.countDown();
    }
  }

  @Test
  void an_abandoned_call_counts_until_its_code_ends() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    AuthorCode stubborn =
        new AuthorCode() {
          @Override
          protected void call() {
            running.countDown();
            awaitUninterruptibly(leave);
          }

          @Override
          public void handle() {}
        };
    stubborn.start(surroundings, "call", false);
    running.await();
    assertThat(AbandonedCode.oldest()).isZero();
    stubborn.abandon();
    await().until(() -> AbandonedCode.oldest().toMillis() > 10);
    stubborn.abandon();
    assertThat(AbandonedCode.oldest()).as("since the first time").isGreaterThan(ofMillis(10));
    leave.countDown();
    await().until(() -> AbandonedCode.oldest().isZero());
    stubborn.abandon();
    assertThat(AbandonedCode.oldest()).isZero();
  }

  @Test
  void a_call_that_has_ended_or_not_begun_when_it_is_abandoned_does_not_count() throws Exception {
    Call ended = inItsTurn();
    leave.countDown();
    ended.abandon();
    new Call().abandon();
    assertThat(AbandonedCode.oldest()).isZero();
  }

  @Test
  void a_call_that_is_abandoned_just_after_its_end_counts_as_abandoned() throws Exception {
    Call call = inItsTurn();
    try {
      call.abandon();
      assertThat(call.isAbandoned()).isTrue();
    } finally {
      leave.countDown();
    }
  }

  @Test
  void the_end_of_a_call_that_is_one_of_many_is_left_to_the_engine() throws Exception {
    mailbox.ownedBy(
        new Turns(() -> {
          turnOn.complete(Thread.currentThread());
          turn.countDown();
        }));
    Call call = new Call();
    call.start(surroundings, "call", false);
    turn.await();
    assertThat(turnOn.join()).isNotSameAs(call.thread.get());
  }
}
