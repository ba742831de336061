package dev.praetor.cli;

import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.client.ServerRefused;
import dev.praetor.client.ServerUnreachable;
import dev.praetor.client.WorkerProtocol;
import dev.praetor.embedded.registered.RegisteredDoor;
import dev.praetor.engine.graph.Sha256;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.server.PraetorServer;
import dev.praetor.server.ServerOptions;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerOffer;
import dev.praetor.store.model.WorkerState;
import dev.praetor.store.query.PageRequest;
import dev.praetor.worker.RunnerStarter;
import dev.praetor.worker.ServerLink;
import dev.praetor.worker.Worker;
import dev.praetor.worker.WorkerIdentity;
import dev.praetor.worker.WorkerSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker that reaches its runs through a server only. A process that ends when its input ends, as
 * a runner does, stands for its runners.
 */
class ServerWorkerTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final PackageFile JAR = new PackageFile("code.jar", Sha256.of("code"), 4);
  private static final FlowPackage PACKAGE =
      new FlowPackage(FlowPackage.Kind.JARS, 25, List.of(JAR));

  @TempDir private Path folder;
  private RunStore store;
  private final List<PraetorServer> servers = new ArrayList<>();
  private final List<RunnerStarter.Order> orders = new CopyOnWriteArrayList<>();
  private final List<Process> started = new CopyOnWriteArrayList<>();

  @BeforeEach
  void register() throws IOException {
    store = RunStore.open(new StoreLocation.Home(home()));
    Flow<Integer> flow = Flow.define("report", _ -> value(1)).pool("reports");
    store
        .packageFiles()
        .put(JAR, new ByteArrayInputStream("code".getBytes(StandardCharsets.UTF_8)));
    var _ =
        store
            .registeredFlows()
            .register(
                new Registration(
                    Registration.DEFAULT_PROJECT, Map.of("report", flow.spec()), PACKAGE),
                "ann");
  }

  @AfterEach
  void close() {
    started.forEach(Process::destroyForcibly);
    servers.forEach(PraetorServer::close);
    store.close();
  }

  private Path home() {
    return folder.resolve("home");
  }

  private PraetorServer server() {
    return server("1.2");
  }

  private PraetorServer server(String version) {
    PraetorServer server =
        PraetorServer.start(
            new ServerOptions(
                home(),
                new StoreLocation.Home(home()),
                "127.0.0.1",
                0,
                Duration.ofSeconds(5),
                version),
            List.of(),
            InstantSource.system());
    servers.add(server);
    return server;
  }

  private WorkerProtocol to(URI address) throws IOException {
    return WorkerProtocol.at(address, Files.readString(PraetorServer.keyFile(home())).strip());
  }

  private Worker worker(ServerLink link) {
    RunnerStarter starter =
        order -> {
          orders.add(order);
          Process process = new ProcessBuilder("cat").redirectErrorStream(true).start();
          started.add(process);
          return process;
        };
    return new Worker(
        WorkerIdentity.of("far", new WorkerOffer(List.of("reports"), List.of("gpu"), 7), "1.2"),
        link,
        WorkerSettings.DEFAULT.withGrace(Duration.ofSeconds(1)),
        starter,
        _ -> {},
        InstantSource.system());
  }

  private void run() {
    RegisteredDoor.Entered _ =
        new RegisteredDoor(store, InstantSource.system())
            .enter(
                new RegisteredDoor.Request(
                    Registration.DEFAULT_PROJECT,
                    "report",
                    Optional.empty(),
                    Map.of(),
                    Optional.empty(),
                    RunEntry.PLAIN,
                    "ann"));
  }

  private List<StoredWorker> recorded() {
    return store.queries().workers(PageRequest.all()).nodes();
  }

  private void awaitWorker() {
    await().atMost(PATIENCE).until(() -> recorded().size() == 1);
  }

  @Test
  void a_worker_of_a_version_that_is_too_far_apart_ends_and_says_what_to_upgrade()
      throws Exception {
    PraetorServer newer = server("1.4");
    try (Worker worker = worker(new ServerLink(List.of(to(newer.url()))))) {
      await().atMost(PATIENCE).until(() -> worker.drained().isDone());
      assertThat(worker.drained().exceptionNow())
          .hasMessageContaining("1.4")
          .hasMessageContaining("1.2")
          .hasMessageContaining("upgrade the worker");
      assertThat(recorded()).isEmpty();
    }
  }

  @Test
  void a_worker_is_recorded_and_starts_runners_when_runs_need_them() throws Exception {
    ServerLink link = new ServerLink(List.of(to(server().url())));
    link.check();
    try (Worker _ = worker(link)) {
      awaitWorker();
      StoredWorker worker = recorded().getFirst();
      assertThat(worker.name()).isEqualTo("far");
      assertThat(worker.offer()).isEqualTo(new WorkerOffer(List.of("reports"), List.of("gpu"), 7));
      assertThat(worker.place().version()).isEqualTo("1.2");
      run();
      await().atMost(PATIENCE).until(() -> orders.size() == 1);
      assertThat(orders.getFirst().code()).isEqualTo(PACKAGE.sha256());
      assertThat(orders.getFirst().worker()).isEqualTo(worker.id());
      await().atMost(PATIENCE).until(() -> recorded().getFirst().report().runners().size() == 1);
      assertThat(recorded().getFirst().report().log())
          .anyMatch(line -> line.endsWith("the worker is named 'far'"));
    }
    assertThat(recorded().getFirst().state()).isEqualTo(WorkerState.ENDED);
    assertThat(started).noneMatch(Process::isAlive);
  }

  @Test
  void a_worker_that_is_told_to_drain_hears_it_at_once() throws Exception {
    try (Worker worker = worker(new ServerLink(List.of(to(server().url()))))) {
      awaitWorker();
      store.workers().drain(recorded().getFirst().id(), "ann");
      worker.drained().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void a_worker_goes_to_the_next_server_when_one_is_away() throws Exception {
    PraetorServer first = server();
    PraetorServer second = server();
    ServerLink link = new ServerLink(List.of(to(first.url()), to(second.url())));
    try (Worker _ = worker(link)) {
      awaitWorker();
      first.close();
      servers.remove(first);
      run();
      await().atMost(PATIENCE).until(() -> orders.size() == 1);
      assertThat(recorded()).hasSize(1);
    }
    assertThat(recorded().getFirst().state()).isEqualTo(WorkerState.ENDED);
  }

  @Test
  void a_worker_waits_for_a_server_that_is_away_and_its_runners_go_on() throws Exception {
    PraetorServer first = server();
    int port = first.url().getPort();
    try (Worker _ = worker(new ServerLink(List.of(to(first.url()))))) {
      run();
      await().atMost(PATIENCE).until(() -> orders.size() == 1);
      first.close();
      servers.remove(first);
      store.workers().end(recorded().getFirst().id());
      servers.add(
          PraetorServer.start(
              new ServerOptions(
                  home(),
                  new StoreLocation.Home(home()),
                  "127.0.0.1",
                  port,
                  Duration.ofSeconds(5),
                  "1.2"),
              List.of(),
              InstantSource.system()));
      await().atMost(PATIENCE).until(() -> recorded().getFirst().state() == WorkerState.RUNNING);
      assertThat(started).hasSize(1).allMatch(Process::isAlive);
    }
  }

  @Test
  void a_wrong_key_and_an_address_without_a_server_are_told() {
    URI address = server().url();
    try (ServerLink wrong = new ServerLink(List.of(WorkerProtocol.at(address, "wrong")));
        ServerLink nobody =
            new ServerLink(List.of(WorkerProtocol.at(URI.create("http://127.0.0.1:1"), "k")))) {
      assertThatThrownBy(wrong::check)
          .isInstanceOfSatisfying(
              ServerRefused.class, e -> assertThat(e.serverCode()).isEqualTo("UNAUTHENTICATED"));
      assertThatThrownBy(nobody::check).isInstanceOf(ServerUnreachable.class);
    }
  }
}
