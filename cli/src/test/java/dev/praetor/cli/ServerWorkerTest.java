package dev.praetor.cli;

import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.client.Authorities;
import dev.praetor.client.WorkerProtocol;
import dev.praetor.embedded.registered.RegisteredDoor;
import dev.praetor.engine.graph.Sha256;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.server.PraetorServer;
import dev.praetor.server.ServerOptions;
import dev.praetor.store.RunStore;
import dev.praetor.store.access.KeyScope;
import dev.praetor.store.access.Role;
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
import java.util.concurrent.atomic.AtomicReference;
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

  private PraetorServer serverAt(int port) {
    return PraetorServer.start(
        new ServerOptions(
            home(),
            new StoreLocation.Home(home()),
            "127.0.0.1",
            port,
            Duration.ofSeconds(5),
            "1.2"),
        List.of(),
        InstantSource.system());
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
    try (Worker _ = worker(new ServerLink(List.of(to(server().url()))))) {
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
      servers.add(serverAt(port));
      await().atMost(PATIENCE).until(() -> recorded().getFirst().state() == WorkerState.RUNNING);
      assertThat(started).hasSize(1).allMatch(Process::isAlive);
    }
  }

  @Test
  void a_worker_whose_server_is_away_at_its_start_waits_for_it() throws Exception {
    PraetorServer first = server();
    int port = first.url().getPort();
    WorkerProtocol protocol = to(first.url());
    first.close();
    servers.remove(first);
    try (Worker worker = worker(new ServerLink(List.of(protocol)))) {
      await().atMost(PATIENCE).until(() -> worker.lastLines().size() == 1);
      assertThat(worker.lastLines().getFirst())
          .contains(
              "no server answers at http://127.0.0.1:" + port,
              "the worker asks again, at last every 5 s");
      assertThat(worker.ready()).isNotDone();
      servers.add(serverAt(port));
      worker.ready().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void a_worker_whose_key_is_revoked_ends_if_only_a_new_start_brings_another() throws Exception {
    PraetorServer server = server();
    WorkerProtocol protocol = WorkerProtocol.at(server.url(), key("far"));
    try (Worker worker = worker(new ServerLink(List.of(protocol)))) {
      worker.ready().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      var _ = store.apiKeys().revoke("far", "ann");
      await().atMost(PATIENCE).until(() -> worker.drained().isDone());
      assertThat(worker.drained().exceptionNow()).hasMessageContaining("'far' was revoked");
    }
  }

  @Test
  void a_worker_whose_key_is_revoked_says_so_once_and_goes_on_with_the_next_key_of_its_file()
      throws Exception {
    PraetorServer server = server();
    AtomicReference<String> file = new AtomicReference<>(key("far"));
    WorkerProtocol protocol = WorkerProtocol.at(server.url(), file::get, Authorities.OF_THE_JVM);
    ServerLink link = new ServerLink(List.of(protocol), () -> Optional.of(file.get()));
    try (Worker worker = worker(link)) {
      worker.ready().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      var _ = store.apiKeys().revoke("far", "ann");
      await().atMost(PATIENCE).until(() -> worker.lastLines().size() == 2);
      file.set(key("next"));
      run();
      await().atMost(PATIENCE).until(() -> orders.size() == 1);
      assertThat(worker.drained()).isNotDone();
      assertThat(worker.lastLines())
          .filteredOn(line -> line.contains("'far' was revoked"))
          .singleElement()
          .asString()
          .contains(" ERROR ", "It reads its key from the file again for each attempt");
      assertThat(worker.lastLines())
          .anyMatch(line -> line.endsWith("the worker gets orders again"));
    }
  }

  private String key(String name) {
    return store.apiKeys().create(name, Role.WORKER, KeyScope.ALL, Optional.empty(), "ann").text();
  }
}
