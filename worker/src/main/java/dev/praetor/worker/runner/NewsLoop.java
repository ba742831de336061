package dev.praetor.worker.runner;

import dev.praetor.PraetorException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks the server for news, again and again: it answers when there are some, and otherwise after a
 * short while, so that it also hears that this runner is alive. Thread-safe.
 */
final class NewsLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NewsLoop.class);

  /** The longest time between two requests; a heartbeat is trusted for a few times that. */
  private static final Duration WAIT = Duration.ofSeconds(2);

  /**
   * The time that an answer may take beyond that, so that a request over a connection that is cut
   * silently is sent again before the lease ends.
   */
  private static final Duration ANSWER = Duration.ofSeconds(8);

  private final RemoteSession session;
  private final IntSupplier free;
  private final Consumer<JsonNode> receiver;
  private final Thread thread;
  private volatile boolean closed;

  /** The session that numbers the news; each session begins with 1. */
  private String source = "";

  /** The number of the last news of that session. Used by the thread of the loop. */
  private long seen;

  /** The lock that guards the request in progress. */
  private final Object lock = new Object();

  private @Nullable CompletableFuture<HttpResponse<byte[]>> asked;
  private boolean again;

  /**
   * Creates a loop.
   *
   * @param free the number of runs for which there is room
   * @param receiver gets each of the news once, on the thread of the loop
   */
  NewsLoop(RemoteSession session, IntSupplier free, Consumer<JsonNode> receiver) {
    this.session = session;
    this.free = free;
    this.receiver = receiver;
    this.thread = Thread.ofPlatform().name("praetor-news").daemon().unstarted(this::work);
  }

  void start() {
    thread.start();
  }

  /** Asks again at once, since there is room that the request in progress does not know of. */
  void askAgain() {
    CompletableFuture<HttpResponse<byte[]>> waiting;
    synchronized (lock) {
      again = true;
      waiting = asked;
    }
    if (waiting != null) {
      waiting.cancel(true);
    }
  }

  private void work() {
    Retries retries = new Retries();
    try {
      while (!closed) {
        try {
          ask();
          retries = new Retries();
        } catch (CancellationException e) {
          // There is room for more runs.
        } catch (ServerAway e) {
          if (!session.pause(retries.next())) {
            return;
          }
        } catch (PraetorException e) {
          LOG.atWarn().log("the server gives no news: {}", e.getMessage());
          if (!session.pause(retries.next())) {
            return;
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask() throws ServerAway, InterruptedException {
    byte[] message =
        JsonMapper.shared()
            .writeValueAsBytes(
                JsonMapper.shared()
                    .createObjectNode()
                    .put("session", source)
                    .put("seen", seen)
                    .put("free", free.getAsInt())
                    .put("wait", WAIT.toMillis()));
    RemoteSession.Waiting request = session.begin("/news", message);
    synchronized (lock) {
      asked = request.response();
      if (again) {
        again = false;
        request.response().cancel(true);
      }
    }
    JsonNode answer;
    try {
      answer =
          session.answer(request, ServerConnection.whole(request.response(), WAIT.plus(ANSWER)));
    } catch (ServerAway e) {
      throw e;
    } catch (IOException e) {
      throw session.failed(request, e);
    } finally {
      synchronized (lock) {
        asked = null;
      }
    }
    String from = answer.path("session").asString(source);
    if (!from.equals(source)) {
      source = from;
      seen = 0;
    }
    for (JsonNode news : answer.path("news")) {
      long number = news.path("number").asLong();
      if (number > seen) {
        seen = number;
        receive(news);
      }
    }
  }

  private void receive(JsonNode news) {
    try {
      receiver.accept(news);
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("news of the server could not be handled");
    }
  }

  @Override
  public void close() {
    closed = true;
    askAgain();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
