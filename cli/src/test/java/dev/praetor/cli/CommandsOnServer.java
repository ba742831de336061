package dev.praetor.cli;

import dev.praetor.server.PraetorServer;
import dev.praetor.server.ServerOptions;
import dev.praetor.store.model.StoreLocation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server in this process for each test, and commands that ask it, with what they print. */
abstract class CommandsOnServer {
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  @TempDir Path home;
  PraetorServer server;

  @BeforeEach
  void start() {
    server =
        PraetorServer.start(
            new ServerOptions(
                home, new StoreLocation.Home(home), "127.0.0.1", 0, Duration.ofSeconds(5), "test"),
            List.of(),
            InstantSource.system());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Executes a command as it is, and returns its exit status. */
  final int execute(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  /** Executes a command on the server with the administrator's key, and returns its exit status. */
  final int onServer(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--server=" + server.url(), "--key-file=" + home.resolve("admin.key")));
    return execute(all.toArray(String[]::new));
  }
}
