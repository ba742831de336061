package dev.praetor.worker.runner;

import dev.praetor.Flow;
import dev.praetor.RunId;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.loading.PackageLoader;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.spi.SecretProvider;
import dev.praetor.spi.VariableProvider;
import dev.praetor.store.cache.StoreCache;
import dev.praetor.store.flow.PackageFolder;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.write.OwnSlots;
import dev.praetor.store.write.OwnedRuns;
import dev.praetor.store.write.RunJournal;
import dev.praetor.store.write.SlotTicket;
import dev.praetor.store.write.WritePath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs the registered runs of one package, or of flows that this process serves itself, for a
 * server and without a database. It runs from its start until it is closed. Thread-safe.
 */
public final class RemoteRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteRunner.class);

  private final RunnerSettings settings;
  private final String name;
  private final ServerConnection server;
  private final RemoteSession session;
  private final Outbox outbox;
  private final OwnedRuns owned;
  private final RunnerRuns runs;
  private final RetriedRuns retried = new RetriedRuns();
  private final RemoteEntries entries;
  private final NewsLoop news;

  private RemoteRunner(
      RunnerSettings settings, String name, ServerConnection server, List<Flow<?>> flows) {
    this.settings = settings;
    this.name = name;
    this.server = server;
    this.session = new RemoteSession(server, settings.id(), Timekeeper.system());
    RemoteValues values = new RemoteValues(session);
    this.outbox = new Outbox(session, values);
    this.owned = new OwnedRuns(outbox, _ -> {});
    this.runs = new RunnerRuns(outbox, owned, settings.slots(), settings.isolated());
    this.entries = new RemoteEntries(session);
    this.news = new NewsLoop(session, runs::free, this::receive);
    runs.onFreed(news::askAgain);
    RemoteRecords records = new RemoteRecords(session, values, owned, outbox);
    RemoteReports reports = new RemoteReports(session, outbox, retried);
    RemoteSlots slots = new RemoteSlots(session, new OwnSlots(outbox, owned));
    WritePath path =
        new WritePath(
            outbox,
            owned,
            values,
            StoreOptions.defaults().largestResult(),
            Optional.of(settings.code()));
    for (Flow<?> flow : flows) {
      RunJournal journal =
          new RunJournal(
              path, reports, records::run, flow.definition(), new RunOrigin("", "runner"));
      RunSettings.Persistence keeping =
          new RunSettings.Persistence(journal, new StoreCache(entries));
      RunSettings all =
          LocalRun.DEFAULTS
              .withSecrets(SecretProvider.environment().or(new RemoteSecrets(session)))
              .withVariables(new RemoteVariables(session).or(VariableProvider.environment()))
              .withSlots(slots)
              .withPersistence(keeping)
              .withListener(runs);
      runs.add(new RemoteFlow<>(flow, all, records));
    }
  }

  /**
   * Starts a runner: gets its package from the server, and begins to ask for runs.
   *
   * @param home the folder of copies of packages
   * @param name its name, as it is shown to users
   * @throws ServerRefused if the server does not serve this runner
   * @throws StoreFailed if the server is away
   */
  public static RemoteRunner start(RunnerSettings settings, Path home, String name)
      throws IOException {
    ServerConnection server = new ServerConnection(settings.servers());
    boolean started = false;
    try {
      RemotePackages packages = new RemotePackages(server, Timekeeper.system());
      Path folder = new PackageFolder(home, packages).open(settings.code());
      RemoteRunner runner = start(settings, name, server, PackageLoader.load(folder));
      started = true;
      return runner;
    } finally {
      if (!started) {
        server.close();
      }
    }
  }

  /**
   * Starts a runner with flows whose code this process has.
   *
   * @param name its name, as it is shown to users
   * @throws ServerRefused if the server does not serve this runner
   * @throws StoreFailed if the server is away
   */
  public static RemoteRunner start(RunnerSettings settings, String name, List<Flow<?>> flows) {
    return start(settings, name, new ServerConnection(settings.servers()), flows);
  }

  private static RemoteRunner start(
      RunnerSettings settings, String name, ServerConnection server, List<Flow<?>> flows) {
    RemoteRunner runner = new RemoteRunner(settings, name, server, flows);
    runner.begin();
    return runner;
  }

  private void begin() {
    session.setOwner(new Whole());
    try {
      session.open();
    } catch (ServerAway e) {
      server.close();
      throw session.unavailable(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      server.close();
      throw session.unavailable("the thread was interrupted");
    }
    outbox.start();
    news.start();
  }

  /**
   * Tells a server that a runner has died, so that its runs are resumed at once; otherwise the
   * server knows it only by the silence.
   */
  public static void reportDeath(Servers servers, UUID runner) {
    try (ServerConnection server = new ServerConnection(servers)) {
      for (int turn = 0; turn < servers.addresses().size(); turn++) {
        try {
          var _ = server.bytes(turn, "DELETE", "/api/runners/" + runner + "?died", null);
        } catch (ServerAway e) {
          LOG.atDebug().setCause(e).log("a server was not told of the death of a runner");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the end of the only run of an isolated runner; never completed by another runner. */
  public CompletableFuture<Void> onlyRunEnded() {
    return runs.onlyRunEnded();
  }

  /**
   * Takes no more runs, and leaves runs that only wait longer than the grace period to other
   * runners.
   *
   * @return completed when no run is in progress here any more
   */
  public CompletableFuture<Void> retire() {
    return runs.retire(settings.grace());
  }

  /**
   * Returns the reason for which the server does not accept the key or token of this runner any
   * more, so that it can do nothing; never completed otherwise.
   */
  public CompletableFuture<String> keyRefused() {
    return server.keyRefused();
  }

  private void receive(JsonNode json) {
    switch (json.path("kind").asString("")) {
      case "start" -> runs.begin(json, false);
      case "resume" -> runs.begin(json, true);
      case "order" -> runs.order(json);
      case "slots" -> slots(json);
      case String kind -> LOG.atDebug().log("news of an unknown kind: {}", kind);
    }
  }

  private void slots(JsonNode json) {
    Optional<SlotTicket> ticket = outbox.tickets().find(json.path("ticket").asLong());
    if (ticket.isEmpty()) {
      return;
    }
    if (json.hasNonNull("failed")) {
      ticket.get().fail(session.unavailable(json.path("failed").asString()));
    } else if (json.path("granted").asBoolean()) {
      ticket.get().setTags(List.copyOf(ticket.get().request().tags()));
      outbox.slots().granted(ticket.get());
    } else {
      outbox
          .slots()
          .waits(ticket.get(), json.path("full").asString(), json.path("position").asInt());
    }
  }

  /** The runner as its session sees it. */
  private final class Whole implements RemoteSession.Owner {
    @Override
    public ObjectNode greeting() {
      ObjectNode json = JsonMapper.shared().createObjectNode();
      json.put("code", settings.code()).put("name", name).put("version", settings.version());
      settings
          .worker()
          .ifPresent(worker ->
              json.put("worker", worker)
                  .put("pid", ProcessHandle.current().pid())
                  .put("isolated", settings.isolated()));
      json.put("slots", settings.slots()).put("request", outbox.answeredRequest());
      ArrayNode flows = json.putArray("flows");
      for (Flow<?> flow : runs.flows()) {
        flows
            .addObject()
            .put("name", flow.name())
            .put("version", flow.spec().version())
            .put("crashes", flow.definition().options().limits().crashes());
      }
      ArrayNode own = json.putArray("runs");
      outbox
          .sent()
          .forEach((run, batches) ->
              own.addObject()
                  .put("run", run.toString())
                  .put("epoch", batches.epoch())
                  .put("accepted", batches.accepted())
                  .put("orders", retried.first(run).toString()));
      ArrayNode tickets = json.putArray("tickets");
      for (RunnerTickets.Known known : outbox.tickets().all()) {
        SlotTicket ticket = known.ticket();
        ObjectNode one = tickets.addObject().put("ticket", ticket.number());
        one.put("run", ticket.request().run().toString()).put("epoch", ticket.epoch());
        one.put("node", ticket.request().node()).put("index", ticket.request().index());
        one.put("held", known.held());
        ticket.request().tags().forEach(one.putArray("tags")::add);
      }
      entries.addHeld(json.putArray("claims"));
      return json;
    }

    @Override
    public void lost(RunId run) {
      owned.lost(run, new RunOwnershipLost(run, "the server has given it to another runner"));
    }

    @Override
    public void leaseRenewedLate() {
      outbox.events().leaseRenewedLate();
    }
  }

  /**
   * Starts nothing more, gives the runs the grace period to end, and leaves the others to other
   * runners. Without a key that is accepted, all runs are left at once: their ends could not be
   * recorded.
   */
  @Override
  public void close() {
    runs.handOver(server.keyRefused().isDone() ? Duration.ZERO : settings.grace());
    outbox.close();
    session.beginClose();
    news.close();
    session.end();
    runs.close();
    server.close();
  }
}
