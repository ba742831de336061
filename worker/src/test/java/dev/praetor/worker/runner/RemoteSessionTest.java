package dev.praetor.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Sessions of a runner whose opening fails. */
class RemoteSessionTest {
  private static final String MISSING =
      "{\"error\": {\"message\": \"no session\", \"details\": [{\"missing\": \"session\"}]}}";

  private final AtomicInteger opened = new AtomicInteger();
  private final CountDownLatch second = new CountDownLatch(1);
  private final CountDownLatch gate = new CountDownLatch(1);

  /** Answers as a server without a session at first, which opens the second one late. */
  private ScriptedServer.Answer answer(URI request) {
    if (request.getPath().endsWith("/missing")) {
      return new ScriptedServer.Answer(404, MISSING);
    }
    if (!request.getPath().endsWith("/present") && opened.incrementAndGet() == 2) {
      second.countDown();
      try {
        gate.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return ScriptedServer.Answer.EMPTY;
  }

  @Test
  void a_session_whose_opening_was_interrupted_is_replaced_before_anything_is_sent()
      throws Exception {
    try (ScriptedServer server = new ScriptedServer(this::answer)) {
      RemoteSession session = server.session();
      session.open();
      Thread opening = Thread.ofPlatform().start(() -> session.patiently("GET", "/missing", null));
      opening.setUncaughtExceptionHandler((_, _) -> {}); // It is told that it was interrupted.
      assertThat(second.await(1, TimeUnit.MINUTES)).isTrue();
      opening.interrupt();
      opening.join();
      gate.countDown();
      var _ = session.once("GET", "/present", null);
      assertThat(opened.get()).isEqualTo(3);
      assertThat(session.note(session.number(), () -> {})).isTrue();
    } finally {
      gate.countDown();
    }
  }
}
