package dev.praetor.server;

import dev.praetor.embedded.registered.RegisteredScheduler;
import dev.praetor.server.access.AdminKey;
import dev.praetor.server.access.Caller;
import dev.praetor.server.access.Callers;
import dev.praetor.server.access.LogIn;
import dev.praetor.server.access.Reach;
import dev.praetor.server.audit.Audit;
import dev.praetor.server.error.ServerFailed;
import dev.praetor.server.files.RunFiles;
import dev.praetor.server.graphiql.GraphiqlPage;
import dev.praetor.server.graphql.GraphQlService;
import dev.praetor.server.graphql.read.NewUser;
import dev.praetor.server.graphql.read.Reads;
import dev.praetor.server.graphql.schema.ExecutableSchema;
import dev.praetor.server.health.HealthCheck;
import dev.praetor.server.health.LoopHealthChecks;
import dev.praetor.server.health.Readiness;
import dev.praetor.server.health.StoreHealthChecks;
import dev.praetor.server.http.Answer;
import dev.praetor.server.http.HttpLimits;
import dev.praetor.server.http.HttpServer;
import dev.praetor.server.http.Listener;
import dev.praetor.server.http.Routes;
import dev.praetor.server.http.SessionCookie;
import dev.praetor.server.live.Live;
import dev.praetor.server.live.LiveStream;
import dev.praetor.server.login.LoginApi;
import dev.praetor.server.login.LoginPage;
import dev.praetor.server.metrics.ServerMetrics;
import dev.praetor.server.packages.PackageUploads;
import dev.praetor.server.runners.PackageDownloads;
import dev.praetor.server.runners.RunnerApi;
import dev.praetor.server.tls.CertificateFiles;
import dev.praetor.server.workers.WorkerApi;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.secret.LocalSecrets;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server, which answers over HTTP for what a store contains. It serves requests from its start
 * until it is closed. Thread-safe.
 */
public final class PraetorServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PraetorServer.class);
  private final RunStore store;
  private final HttpServer http;
  private final Parts parts;
  private final Routes routes;
  private final List<AutoCloseable> services;
  private final Listener listener;
  private final Duration grace;
  private final RunningServer announced;

  private PraetorServer(
      RunStore store,
      HttpServer http,
      Parts parts,
      Routes routes,
      List<AutoCloseable> services,
      ServerOptions options) {
    this.store = store;
    this.http = http;
    this.parts = parts;
    this.routes = routes;
    this.services = List.copyOf(services);
    this.listener = options.listener();
    this.grace = options.grace();
    this.announced =
        RunningServer.announce(
            options.home(), local(listener, http), RunningServer.PAUSE, LOG::warn);
  }

  /**
   * The parts that answer requests. Some requests to them wait for changes that may be far away.
   */
  private record Parts(
      Reads reads,
      ServerMetrics metrics,
      WorkerApi workers,
      RunnerApi runners,
      Live live,
      Readiness readiness,
      LogIn logIn,
      SessionCookie cookie,
      Audit audit)
      implements AutoCloseable {
    /** Ends the requests that wait. Closing it again has no effect. */
    @Override
    public void close() {
      live.close();
      workers.close();
      runners.close();
    }
  }

  /** A part of a server that works on its store beside the requests. */
  @FunctionalInterface
  public interface Service {
    /** Starts to work; the returned object ends that. */
    AutoCloseable start(RunStore store);
  }

  /**
   * Starts a server. It is ready when this method returns.
   *
   * @param services the parts that work beside the requests, started in this order
   * @throws ServerFailed if the address is not permitted or not free, or the administrator's key
   *     cannot be used
   * @throws dev.praetor.store.model.StoreFailed if the store cannot be used
   */
  public static PraetorServer start(
      ServerOptions options, List<Service> services, InstantSource clock) {
    return start(options, services, HttpLimits.DEFAULT, clock);
  }

  static PraetorServer start(
      ServerOptions options, List<Service> services, HttpLimits limits, InstantSource clock) {
    options.listener().requireUsable();
    AdminKey key = AdminKey.of(options.home());
    RunStore store =
        RunStore.open(options.store(), StoreOptions.defaults().withRetention(options.retention()));
    List<AutoCloseable> started = new ArrayList<>();
    try {
      store.versions().join(options.version());
      store.workers().giveTime();
      started.add(store.columns().start());
      services.forEach(service -> started.add(service.start(store)));
      ServerMetrics metrics = new ServerMetrics(store.stateCounts(), store.pools(), clock);
      Optional<RegisteredScheduler> scheduler =
          started.stream()
              .filter(RegisteredScheduler.class::isInstance)
              .map(RegisteredScheduler.class::cast)
              .findFirst();
      Callers callers = Callers.of(store, key, clock);
      Live live = Live.of(store, callers, clock, limits.bodyTime());
      Readiness readiness = readiness(store, scheduler, live, clock);
      metrics.addLoops(readiness, store, scheduler.map(each -> each::late));
      LocalSecrets secrets = store.secrets(options.home());
      Reach reach = callers.reach();
      RunnerApi runners = new RunnerApi(store, secrets, callers, options.version(), clock);
      Reads reads =
          new Reads(
              store,
              store.queries(Caller::currentScope),
              secrets,
              runners::isSuspect,
              clock,
              options.version(),
              clock.instant(),
              options.listener().publicUrl());
      Audit audit = new Audit(store.auditLog(), clock);
      started.add(audit);
      Parts parts =
          new Parts(
              reads,
              metrics,
              new WorkerApi(store, reach, options.version()),
              runners,
              live,
              readiness,
              new LogIn(store, clock),
              new SessionCookie(options.listener().isSecure()),
              audit);
      started.add(parts);
      Routes routes = routes(parts);
      HttpServer http =
          HttpServer.start(options.listener(), routes, callers, limits, metrics, audit);
      return new PraetorServer(store, http, parts, routes, started, options);
    } catch (RuntimeException e) {
      end(started);
      store.close();
      throw e;
    }
  }

  private static Readiness readiness(
      RunStore store, Optional<RegisteredScheduler> scheduler, Live live, InstantSource clock) {
    List<HealthCheck> checks = new ArrayList<>(StoreHealthChecks.of(store.health(), clock));
    checks.addAll(LoopHealthChecks.of(scheduler, live.feed()));
    return new Readiness(checks);
  }

  private static Routes routes(Parts parts) {
    Reads reads = parts.reads();
    Live live = parts.live();
    Readiness readiness = parts.readiness();
    GraphQlService graphql = new GraphQlService(reads, live, parts.audit());
    LiveStream stream = new LiveStream(reads.store(), live);
    String schema = ExecutableSchema.text();
    Routes.Builder routes =
        new PackageUploads(reads.store(), parts.audit()).addTo(Routes.builder());
    new RunFiles(reads.store()).addTo(routes);
    GraphiqlPage.addTo(routes);
    LoginPage.addTo(routes);
    new LoginApi(parts.logIn(), parts.cookie(), parts.audit()).addTo(routes);
    new PackageDownloads(reads.store().packageFiles()).addTo(routes);
    parts.workers().addTo(routes);
    return parts
        .runners()
        .addTo(routes)
        .addOpen(
            "GET",
            "/health/live",
            _ -> Answer.json(200, JsonMapper.shared().createObjectNode().put("status", "ok")))
        .addOpen(
            "GET",
            "/health/ready",
            _ -> {
              Readiness.Report report = readiness.report();
              return Answer.json(report.ready() ? 200 : 503, report.document());
            })
        .add(
            "GET", "/metrics", _ -> Answer.text(ServerMetrics.CONTENT_TYPE, parts.metrics().text()))
        .add("POST", "/graphql", graphql::answer)
        .add("POST", "/graphql/stream", graphql::stream)
        .add("GET", "/api/stream", stream::answer)
        .add("GET", "/graphql/schema", _ -> Answer.text("text/plain; charset=utf-8", schema))
        .build();
  }

  /** Returns the address of the server. */
  public URI url() {
    return listener.url(http.port());
  }

  /**
   * Makes the link with which the first administrator sets a name and a password, if there is none
   * who can log in. A link that was made before cannot be used any more.
   */
  public Optional<URI> setupLink() {
    return store
        .passwordLinks()
        .createFirst()
        .map(token ->
            URI.create(NewUser.link(Optional.of(listener.browserUrl(http.port())), token)));
  }

  /** Returns the methods that are answered at each path. */
  Map<String, Set<String>> methods() {
    return routes.methods();
  }

  /** Returns the number of streams to callers. */
  int streams() {
    return parts.live().streams().open();
  }

  /** Returns the file with the administrator's key in a home. */
  public static Path keyFile(Path home) {
    return AdminKey.file(home);
  }

  private static LocalServer local(Listener listener, HttpServer http) {
    return new LocalServer(
        listener.localUrl(http.port()),
        listener.tls().map(CertificateFiles::certificate),
        listener.publicUrl());
  }

  /** Returns the server that runs on a home, if there is one; of several, the first one. */
  public static Optional<LocalServer> runningAt(Path home) {
    return RunningServer.of(home);
  }

  /** Ends services, the last one first. One that fails does not keep the others from ending. */
  private static void end(List<AutoCloseable> services) {
    for (AutoCloseable service : services.reversed()) {
      try {
        service.close();
      } catch (Exception e) {
        LOG.atWarn().setCause(e).log("a service of the server did not end well");
      }
    }
  }

  /** Ends streams, then requests in progress within the grace period, and closes the store. */
  @Override
  public void close() {
    announced.close();
    parts.close();
    http.close(grace);
    end(services);
    store.close();
  }
}
