package dev.praetor.worker.runner;

import dev.praetor.RunId;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.Lease;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The session of this runner at a server. A server that has no session of it, because it was
 * started again or is another one, gets the same greeting with the runs that this runner owns.
 * Thread-safe.
 */
final class RemoteSession {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteSession.class);

  /** The time after which a thread that reads something gives up a server that stays away. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final ServerConnection server;
  private final String path;
  private final Lease lease;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final ReentrantLock opening = new ReentrantLock();
  private final AtomicBoolean away = new AtomicBoolean();
  private volatile Owner owner = Owner.NONE;
  private volatile Set<String> limited = Set.of();
  private final AtomicInteger opened = new AtomicInteger();

  /** The runner as a whole, of which a session knows only this. Thread-safe. */
  interface Owner {
    Owner NONE =
        new Owner() {
          @Override
          public ObjectNode greeting() {
            return JsonMapper.shared().createObjectNode();
          }

          @Override
          public void lost(RunId run) {}

          @Override
          public void leaseRenewedLate() {}
        };

    /** Returns what a server has to know about this runner. */
    ObjectNode greeting();

    /** Called with a run that this runner does not own any more. */
    void lost(RunId run);

    /** Called after a heartbeat that came so late that runs may have been claimed meanwhile. */
    void leaseRenewedLate();
  }

  RemoteSession(ServerConnection server, UUID id, InstantSource clock) {
    this.server = server;
    this.path = "/api/runners/" + id;
    this.lease = new Lease(clock);
  }

  void setOwner(Owner whole) {
    owner = whole;
  }

  /** Returns the names of the tags that have a limit, as a server has told them last. */
  Set<String> limitedTags() {
    return limited;
  }

  /** Returns whether no other process can have claimed a run of this runner. */
  boolean holdsLease() {
    return lease.isTrusted();
  }

  boolean isClosing() {
    return closing.getCount() == 0;
  }

  /** Waits; returns false if this session is being closed. */
  boolean pause(Duration length) throws InterruptedException {
    return !closing.await(length.toNanos(), TimeUnit.NANOSECONDS);
  }

  /**
   * Opens the session.
   *
   * @throws ServerRefused if the server does not serve this runner
   */
  void open() throws ServerAway, InterruptedException {
    open(opened.get());
  }

  /**
   * Opens the session, unless another thread has done so.
   *
   * @param before the number of times that it had been opened
   */
  private void open(int before) throws ServerAway, InterruptedException {
    opening.lockInterruptibly();
    try {
      if (opened.get() != before) {
        return;
      }
      Lease.Moment begun = lease.now();
      byte[] greeting = JsonMapper.shared().writeValueAsBytes(owner.greeting());
      JsonNode answer = server.send("PUT", path, greeting);
      opened.incrementAndGet();
      heard(begun, answer);
      List<RunId> lost = new ArrayList<>();
      answer.path("lost").forEach(run -> lost.add(RunId.parse(run.asString())));
      lost.forEach(owner::lost);
      if (before > 0) {
        LOG.info("the session at {} is open again", server.server());
      }
    } finally {
      opening.unlock();
    }
  }

  /** Takes note of an answer to a request that was begun at a moment. */
  private void heard(Lease.Moment begun, JsonNode answer) {
    if (answer.has("limited")) {
      Set<String> names = new HashSet<>();
      answer.path("limited").forEach(name -> names.add(name.asString()));
      limited = Set.copyOf(names);
    }
    if (answer.has("sinceBeat")) {
      boolean late = !lease.isTrusted();
      lease.renew(begun.minus(Duration.ofMillis(answer.path("sinceBeat").asLong())));
      if (late) {
        owner.leaseRenewedLate();
      }
    }
    if (away.compareAndSet(true, false)) {
      LOG.info("the server at {} answers again", server.server());
    }
  }

  /** Says once that the server is away. */
  private void missed(ServerAway why) {
    if (!isClosing() && away.compareAndSet(false, true)) {
      LOG.warn("{}. Tasks go on, and nothing is lost", why.getMessage());
    }
  }

  /** Sends a request once, and opens the session before if that is necessary. */
  JsonNode once(String method, String below, byte @Nullable [] body)
      throws ServerAway, InterruptedException {
    Lease.Moment begun = lease.now();
    JsonNode answer = ServerConnection.json(onceBytes(method, below, body));
    heard(begun, answer);
    return answer;
  }

  private byte[] onceBytes(String method, String below, byte @Nullable [] body)
      throws ServerAway, InterruptedException {
    int before = opened.get();
    try {
      try {
        return server.bytes(method, path + below, body);
      } catch (ServerRefused e) {
        if (!e.isSessionMissing()) {
          throw e;
        }
        open(before);
        return server.bytes(method, path + below, body);
      }
    } catch (ServerAway e) {
      missed(e);
      throw e;
    }
  }

  /** A request whose answer takes long. */
  record Waiting(CompletableFuture<HttpResponse<byte[]>> response, Lease.Moment begun) {}

  /** Begins a request whose answer takes long. */
  Waiting begin(String below, byte[] body) {
    return new Waiting(server.begin("POST", path + below, body), lease.now());
  }

  /** Returns the answer to a request that took long. */
  JsonNode answer(Waiting request, HttpResponse<byte[]> response)
      throws ServerAway, InterruptedException {
    int before = opened.get();
    try {
      JsonNode answer = ServerConnection.json(server.answer(response));
      heard(request.begun(), answer);
      return answer;
    } catch (ServerRefused e) {
      if (e.isSessionMissing()) {
        open(before);
        return JsonMapper.shared().createObjectNode();
      }
      throw e;
    } catch (ServerAway e) {
      missed(e);
      throw e;
    }
  }

  /** Notes that a request had no answer. */
  ServerAway failed(IOException e) {
    ServerAway why = server.away(e);
    missed(why);
    return why;
  }

  /**
   * Sends a request until it is answered.
   *
   * @throws ServerRefused if the server refuses
   * @throws StoreFailed if the server stays away for long, or this runner ends
   */
  JsonNode patiently(String method, String below, byte @Nullable [] body) {
    try {
      return ServerConnection.json(patientBytes(method, below, body));
    } catch (ServerAway e) {
      throw unavailable(String.valueOf(e.getMessage()));
    }
  }

  /** Sends a request until it is answered, as {@link #patiently} does, and returns the bytes. */
  byte[] patientBytes(String method, String below, byte @Nullable [] body) {
    Retries retries = new Retries();
    long last = System.nanoTime() + LONGEST.toNanos();
    while (true) {
      try {
        try {
          return onceBytes(method, below, body);
        } catch (ServerAway e) {
          if (System.nanoTime() - last > 0 || !pause(retries.next())) {
            throw unavailable(String.valueOf(e.getMessage()));
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw unavailable("the thread was interrupted while it waited for the server");
      }
    }
  }

  /** Returns the error that the server cannot be reached. */
  StoreFailed unavailable(String why) {
    return StoreFailed.unavailable(server.server().toString(), why, "");
  }

  /** Returns the address of the server, as it is shown to users. */
  String name() {
    return server.server().toString();
  }

  /** Lets no thread wait for the server any more. */
  void beginClose() {
    closing.countDown();
  }

  /** Ends the session at the server, if that is there. */
  void end() {
    try {
      var _ = server.send("DELETE", path, null);
    } catch (ServerAway | ServerRefused e) {
      LOG.atDebug().setCause(e).log("the server was not told of the end");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
