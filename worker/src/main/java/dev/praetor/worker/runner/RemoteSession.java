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
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The session of this runner at a server. A server that has no session of it, because it was
 * started again or is another one, gets the same greeting with the runs that this runner owns. Each
 * session has a larger number than those before it, which end with it: what a server answers in an
 * earlier one does not count. Thread-safe.
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
  private volatile Opened opened = Opened.NONE;

  /** The lock that keeps answers in a session from being noted while a later one begins. */
  private final Object noting = new Object();

  /** The number of the session that was begun last, which may not be open. */
  private volatile long last;

  /**
   * A session that is or was open.
   *
   * @param number its number, from 1
   * @param turn the turn of its server
   */
  private record Opened(long number, int turn) {
    static final Opened NONE = new Opened(0, -1);
  }

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
    var _ = openAfter(opened);
  }

  /**
   * Returns the session at the server that is asked next; opens it if there is none, or if a later
   * one was begun and its opening failed: nothing is noted in an earlier session any more.
   */
  private Opened current() throws ServerAway, InterruptedException {
    Opened now = opened;
    return now.turn() == server.turn() && now.number() == last ? now : openAfter(now);
  }

  /** Opens the session after another one, unless another thread has done so; returns it. */
  private Opened openAfter(Opened before) throws ServerAway, InterruptedException {
    opening.lockInterruptibly();
    try {
      if (opened != before) {
        return opened;
      }
      int turn = server.turn();
      Lease.Moment begun = lease.now();
      ObjectNode greeting;
      long number;
      synchronized (noting) {
        number = ++last;
        greeting = owner.greeting();
      }
      greeting.put("session", number);
      byte[] message = JsonMapper.shared().writeValueAsBytes(greeting);
      JsonNode answer = ServerConnection.json(server.bytes(turn, "PUT", path, message));
      Opened now = new Opened(number, turn);
      opened = now;
      heard(begun, answer);
      List<RunId> lost = new ArrayList<>();
      answer.path("lost").forEach(run -> lost.add(RunId.parse(run.asString())));
      lost.forEach(owner::lost);
      if (number > 1) {
        LOG.info("the session at {} is open again", server.server());
      }
      return now;
    } finally {
      opening.unlock();
    }
  }

  /** Returns the number of the session that is open. */
  long number() {
    return opened.number();
  }

  /**
   * Notes what an answer says, unless a later session has begun: its server was told something else
   * then.
   *
   * @param number the number of the session that was open before the request was sent
   * @return false if nothing was noted, so that the request has to be sent again
   */
  boolean note(long number, Runnable action) {
    synchronized (noting) {
      if (number != last) {
        return false;
      }
      action.run();
      return true;
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
    try {
      Opened session = current();
      try {
        return server.bytes(session.turn(), method, path + below, body);
      } catch (ServerRefused e) {
        if (!e.isSessionMissing()) {
          throw e;
        }
        Opened next = openAfter(session);
        return server.bytes(next.turn(), method, path + below, body);
      }
    } catch (ServerAway e) {
      missed(e);
      throw e;
    }
  }

  /** A request whose answer takes long. */
  static final class Waiting {
    private final Opened session;
    private final CompletableFuture<HttpResponse<byte[]>> response;
    private final Lease.Moment begun;

    private Waiting(
        Opened session, CompletableFuture<HttpResponse<byte[]>> response, Lease.Moment begun) {
      this.session = session;
      this.response = response;
      this.begun = begun;
    }

    CompletableFuture<HttpResponse<byte[]>> response() {
      return response;
    }
  }

  /** Begins a request whose answer takes long. */
  Waiting begin(String below, byte[] body) throws ServerAway, InterruptedException {
    try {
      Opened session = current();
      Lease.Moment begun = lease.now();
      return new Waiting(session, server.begin(session.turn(), "POST", path + below, body), begun);
    } catch (ServerAway e) {
      missed(e);
      throw e;
    }
  }

  /**
   * Returns the answer to a request that took long; an empty object if a later session has begun
   * meanwhile.
   */
  JsonNode answer(Waiting request, HttpResponse<byte[]> response)
      throws ServerAway, InterruptedException {
    try {
      JsonNode answer = ServerConnection.json(server.answer(request.session.turn(), response));
      if (request.session.number() == last) {
        heard(request.begun, answer);
        return answer;
      }
    } catch (ServerRefused e) {
      if (!e.isSessionMissing()) {
        throw e;
      }
      var _ = openAfter(request.session);
    } catch (ServerAway e) {
      missed(e);
      throw e;
    }
    return JsonMapper.shared().createObjectNode();
  }

  /** Notes that a request had no answer. */
  ServerAway failed(Waiting request, IOException e) {
    ServerAway why = server.away(request.session.turn(), e);
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

  /**
   * Gives something up at the server, as {@link #patiently} does; again if a later session has
   * begun meanwhile, whose server may have been told that this runner has it.
   */
  void giveUp(String below) {
    long before;
    do {
      before = number();
      var _ = patientBytes("DELETE", below, null);
    } while (!note(before, () -> {}) && !isClosing());
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
      var _ = server.bytes(opened.turn(), "DELETE", path, null);
    } catch (ServerAway | ServerRefused e) {
      LOG.atDebug().setCause(e).log("the server was not told of the end");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
