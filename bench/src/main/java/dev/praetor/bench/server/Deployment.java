package dev.praetor.bench.server;

import dev.praetor.bench.BenchDatabase;
import dev.praetor.bench.Databases;
import dev.praetor.client.PraetorClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A server on an empty database, with its workers. Used by one thread. */
final class Deployment implements AutoCloseable {
  private final Program program;
  private final BenchDatabase database;
  private final Path folder;
  private final Map<String, String> environment;
  private final Beacon beacon;
  private final List<Started> started = new ArrayList<>();

  private Deployment(Program program, BenchDatabase database, Path folder) throws IOException {
    this.program = program;
    this.database = database;
    this.folder = folder;
    this.beacon = new Beacon();
    this.environment = new TreeMap<>(database.environment());
    environment.putIfAbsent("PRAETOR_HOME", folder.resolve("home").toString());
    environment.put(ServedFlows.PORT, Integer.toString(beacon.port()));
  }

  /** Creates an empty database, on which nothing is started yet. */
  static Deployment on(Databases.Kind kind, Program program) throws IOException, SQLException {
    return new Deployment(program, kind.make(), Files.createTempDirectory("praetor-bench"));
  }

  BenchDatabase database() {
    return database;
  }

  Beacon beacon() {
    return beacon;
  }

  /** Starts a server and waits until it is ready. */
  Started server(String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of("server", "--port=0", "--grace=1s"));
    all.addAll(List.of(options));
    return start(program.with(environment, all));
  }

  /** Starts a worker that has the database. */
  Started worker() throws IOException {
    return start(program.with(environment, List.of("worker")));
  }

  /** Starts a worker that has only the address of a server. */
  Started remoteWorker(Started server) throws IOException {
    Map<String, String> own =
        Map.of(
            ServedFlows.PORT,
            environment.get(ServedFlows.PORT),
            "PRAETOR_API_KEY",
            key(),
            "PRAETOR_HOME",
            folder.resolve("far").toString());
    return start(program.with(own, List.of("worker", "--server=" + server.address())));
  }

  private Started start(ProcessBuilder builder) throws IOException {
    Started one = Started.of(builder, folder.resolve("errors"));
    started.add(one);
    return one;
  }

  /** Registers the flows that are measured. */
  void register() throws IOException, InterruptedException {
    Path printed = folder.resolve("printed");
    Process process =
        program
            .with(environment, List.of("register", program.flows().toString()))
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(printed));
    }
  }

  /** Returns a client of a server. */
  PraetorClient client(Started server) throws IOException {
    return PraetorClient.at(server.address(), key());
  }

  /** Returns a client of the floor, which takes any key. */
  static PraetorClient client(URI bare) {
    return PraetorClient.at(bare, "none");
  }

  /** Returns the administrator's key. */
  String key() throws IOException {
    return Files.readString(Path.of(environment.get("PRAETOR_HOME"), "admin.key")).strip();
  }

  @Override
  public void close() throws IOException, SQLException {
    started.reversed().forEach(Started::close);
    beacon.close();
    database.close();
    BenchDatabase.delete(folder);
  }
}
