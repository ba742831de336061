package dev.praetor.cli;

import dev.praetor.server.PraetorServer;
import dev.praetor.server.ServerOptions;
import dev.praetor.store.model.StoreLocation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The places in which commands are tested: a home, and a server on it. */
enum Place {
  HOME,
  SERVER;

  /** An open place. */
  record Opened(Path home, Optional<PraetorServer> server) implements AutoCloseable {
    /** Returns a command with the options that name the place. */
    String[] command(String... args) {
      List<String> all = new ArrayList<>(List.of(args));
      if (server.isPresent()) {
        all.add("--server=" + server.get().url());
        all.add("--key-file=" + PraetorServer.keyFile(home));
      } else {
        all.add("--home=" + home);
      }
      return all.toArray(String[]::new);
    }

    @Override
    public void close() {
      server.ifPresent(PraetorServer::close);
    }
  }

  Opened open(Path home) {
    return switch (this) {
      case HOME -> new Opened(home, Optional.empty());
      case SERVER ->
          new Opened(
              home,
              Optional.of(
                  PraetorServer.start(
                      new ServerOptions(
                          home,
                          new StoreLocation.Home(home),
                          "127.0.0.1",
                          0,
                          Duration.ofSeconds(5),
                          "test"),
                      List.of(),
                      InstantSource.system())));
    };
  }
}
