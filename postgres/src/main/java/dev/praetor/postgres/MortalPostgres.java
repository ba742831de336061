package dev.praetor.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of one test, which can be killed and started again with the same data and the
 * same address. What it has committed survives. Used by one thread.
 */
public final class MortalPostgres implements AutoCloseable {
  private final Path data;
  private EmbeddedPostgres server;

  private MortalPostgres(Path data, EmbeddedPostgres server) {
    this.data = data;
    this.server = server;
  }

  /**
   * Starts a server.
   *
   * @param data the folder of its data, which is created
   */
  public static MortalPostgres start(Path data) throws IOException {
    return new MortalPostgres(data, launch(data, 0));
  }

  private static EmbeddedPostgres launch(Path data, int port) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            // The library turns them off, and what is committed would not survive.
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on");
    return (port == 0 ? builder : builder.setPort(port)).start();
  }

  /** Returns the first process of the server, and then the others. */
  public List<ProcessHandle> processes() {
    try {
      String first = Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip();
      return ProcessHandle.of(Long.parseLong(first)).stream()
          .flatMap(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.descendants()))
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException("the server does not run", e);
    }
  }

  /** Starts the server again after it has ended. */
  public void startAgain() throws IOException {
    int port = server.getPort();
    server.close();
    server = launch(data, port);
  }

  /** Kills the server, as a crash of its machine does, and starts it again with its data. */
  public void killAndStart() throws IOException {
    List<ProcessHandle> all = processes();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(each -> each.onExit().join());
    startAgain();
  }

  /** Returns the URL of a database without a user; it stays the same. */
  public String url(String database) {
    return "jdbc:postgresql://localhost:" + server.getPort() + "/" + database;
  }

  public int port() {
    return server.getPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
