package dev.praetor.worker;

import dev.praetor.client.ServerRefused;
import dev.praetor.client.ServerUnreachable;
import dev.praetor.client.WorkerProtocol;
import dev.praetor.store.db.ProcessId;
import dev.praetor.store.json.WorkerOrdersJson;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerOrders;
import dev.praetor.store.model.WorkerRunner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The connection of a worker to a server, or to one of several servers that share a database: if
 * one is away, the next one is asked. Thread-safe.
 */
public final class ServerLink implements WorkerLink {
  private static final Logger LOG = LoggerFactory.getLogger(ServerLink.class);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

  private final List<WorkerProtocol> servers;
  private final Supplier<Optional<String>> renewedKey;
  private final AtomicInteger current = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);

  /**
   * Creates the connection; nothing is sent yet.
   *
   * @param servers the servers, in the order in which they are asked; at least one. They are closed
   *     with this connection
   */
  public ServerLink(List<WorkerProtocol> servers) {
    this(servers, Optional::empty);
  }

  /**
   * Creates the connection; nothing is sent yet.
   *
   * @param servers the servers; see the other constructor
   * @param renewedKey see {@link #renewedKey}
   */
  public ServerLink(List<WorkerProtocol> servers, Supplier<Optional<String>> renewedKey) {
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("a worker needs a server");
    }
    this.servers = List.copyOf(servers);
    this.renewedKey = renewedKey;
  }

  /** Asks the current server, and the others in turn while one is away. */
  private <T> T ask(Function<WorkerProtocol, T> question) {
    int first = current.get();
    for (int i = 0; ; i++) {
      int place = (first + i) % servers.size();
      try {
        T answer = question.apply(servers.get(place));
        current.set(place);
        return answer;
      } catch (ServerUnreachable e) {
        if (i == servers.size() - 1) {
          throw e;
        }
        LOG.atDebug().setCause(e).log("the next server is asked");
      }
    }
  }

  @Override
  public String join(WorkerIdentity worker, boolean drains) {
    ProcessId process = ProcessId.current();
    ObjectNode body = JsonMapper.shared().createObjectNode();
    body.put("name", worker.name()).put("version", worker.version());
    texts(body.putArray("pools"), worker.offer().pools());
    texts(body.putArray("labels"), worker.offer().labels());
    body.put("slots", worker.offer().slots()).put("drains", drains);
    body.put("host", process.host()).put("pid", process.pid());
    return ask(server -> server.join(worker.id(), body)).path("name").asString(worker.name());
  }

  private static void texts(ArrayNode into, List<String> texts) {
    texts.forEach(into::add);
  }

  @Override
  public WorkerOrders report(WorkerIdentity worker, StoredWorker.Report report) {
    ObjectNode body = JsonMapper.shared().createObjectNode();
    ArrayNode runners = body.putArray("runners");
    for (WorkerRunner runner : report.runners()) {
      runners
          .addObject()
          .put("code", runner.code())
          .put("pid", runner.pid())
          .put("started", runner.started().toString())
          .put("isolated", runner.isolated());
    }
    texts(body.putArray("log"), report.log());
    return WorkerOrdersJson.read(ask(server -> server.report(worker.id(), body)));
  }

  @Override
  public void listen(WorkerIdentity worker, Runnable changed) {
    Thread.ofVirtual().name("worker-changes").start(() -> listenUntilClosed(worker, changed));
  }

  private void listenUntilClosed(WorkerIdentity worker, Runnable changed) {
    String seen = "";
    Backoff failed = Backoff.first();
    while (closing.getCount() > 0) {
      try {
        String before = seen;
        JsonNode answer = ask(server -> server.changes(worker.id(), before, LONGEST_WAIT));
        seen = answer.path("change").asString("");
        failed = Backoff.first();
        if (!seen.equals(before)) {
          changed.run();
        }
      } catch (ServerUnreachable | ServerRefused e) {
        LOG.atDebug().setCause(e).log("the changes of a server are not known; this is retried");
        seen = "";
        if (isClosedAfter(failed.length())) {
          return;
        }
        failed = failed.next(Attempts.longestPause(e));
      }
    }
  }

  private boolean isClosedAfter(Duration pause) {
    try {
      return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @Override
  public void died(WorkerIdentity worker, long pid, String how) {
    ObjectNode body = JsonMapper.shared().createObjectNode().put("pid", pid).put("how", how);
    JsonNode _ = ask(server -> server.died(worker.id(), body));
  }

  /**
   * Returns a token for a runner that is about to be started, which opens nothing but what that
   * runner needs.
   *
   * @param worker the id of the worker
   * @param runner the id of the runner, which no other has
   * @param code the SHA-256 of its package
   */
  public String token(String worker, UUID runner, String code) {
    ObjectNode body =
        JsonMapper.shared().createObjectNode().put("runner", runner.toString()).put("code", code);
    return ask(server -> server.token(worker, body)).path("token").asString();
  }

  /** Ends the token of a runner that has ended. */
  public void endToken(String worker, UUID runner) {
    JsonNode _ = ask(server -> server.endToken(worker, runner.toString()));
  }

  @Override
  public void drain(WorkerIdentity worker) {
    JsonNode _ = ask(server -> server.drain(worker.id()));
  }

  @Override
  public void leave(WorkerIdentity worker) {
    JsonNode _ = ask(server -> server.leave(worker.id()));
  }

  @Override
  public Optional<String> renewedKey() {
    return renewedKey.get();
  }

  @Override
  public void close() {
    closing.countDown();
    servers.forEach(WorkerProtocol::close);
  }
}
