package dev.praetor.server;

import dev.praetor.store.db.OwnerOnly;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The address of the server that runs on a home, in the file {@code server.json} there, by which
 * commands on the same home find it. Of several servers, the file is of the first one as long as
 * its process is alive; another one looks again and again whether it still is. A file that a killed
 * server left behind is ignored.
 */
final class RunningServer implements AutoCloseable {
  /** The time between two looks at the file. */
  static final Duration PAUSE = Duration.ofSeconds(2);

  private static final String FILE = "server.json";
  private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);
  private final Path home;
  private final LocalServer own;
  private final Consumer<String> said;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("praetor-address").factory());

  /** Whose the file was at the last look; used by one thread at a time. */
  private Optional<LocalServer> owner = Optional.empty();

  private RunningServer(Path home, LocalServer own, Consumer<String> said) {
    this.home = home;
    this.own = own;
    this.said = said;
  }

  /**
   * Makes a server known on its home, at once or when no other server is known there any more.
   *
   * @param pause the time between two looks at the file
   * @param said receives a sentence when another server is known there, and when it no longer is
   */
  static RunningServer announce(
      Path home, LocalServer server, Duration pause, Consumer<String> said) {
    RunningServer announced = new RunningServer(home, server, said);
    announced.look();
    var _ =
        announced.looks.scheduleWithFixedDelay(
            announced::look, pause.toNanos(), pause.toNanos(), TimeUnit.NANOSECONDS);
    return announced;
  }

  /** Writes the address, unless another server that runs has written its own. */
  private void look() {
    Optional<LocalServer> before = owner;
    owner = of(home);
    if (owner.isEmpty()) {
      write(home, own);
      owner = Optional.of(own);
    }
    if (owner.equals(before)) {
      return;
    }
    if (!isOwn(owner.orElse(own))) {
      said.accept(
          "another server runs on the home %s: until it ends, commands on the home go to it at %s"
              .formatted(home, owner.orElse(own).url()));
    } else if (before.isPresent()) {
      said.accept("commands on the home %s go to this server from now on".formatted(home));
    }
  }

  private boolean isOwn(LocalServer known) {
    return known.url().equals(own.url());
  }

  /** Removes the address, unless it is that of another server. */
  @Override
  public void close() {
    looks.close();
    retract(home, own.url());
  }

  private static Path file(Path home) {
    return home.resolve(FILE);
  }

  /** Writes the address; without it, commands only have to be told the address. */
  static void write(Path home, LocalServer server) {
    ProcessHandle self = ProcessHandle.current();
    ObjectNode document =
        JsonMapper.shared()
            .createObjectNode()
            .put("url", server.url().toString())
            .put("pid", self.pid())
            .put("started", started(self));
    server
        .certificate()
        .ifPresent(file -> document.put("certificate", file.toAbsolutePath().toString()));
    server.publicUrl().ifPresent(url -> document.put("publicUrl", url.toString()));
    Path part = home.resolve(FILE + "." + UUID.randomUUID() + ".part");
    try {
      OwnerOnly.createFile(part);
      Files.writeString(part, document + "\n");
      Files.move(
          part, file(home), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("the address of the server could not be written to its home");
    }
  }

  private static String started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  private static void retract(Path home, URI address) {
    try {
      if (read(home).filter(document -> isOwn(document, address)).isPresent()) {
        boolean _ = Files.deleteIfExists(file(home));
      }
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("the address of the server could not be removed");
    }
  }

  private static boolean isOwn(JsonNode document, URI address) {
    return document.path("pid").asLong(0) == ProcessHandle.current().pid()
        && document.path("url").asString("").equals(address.toString());
  }

  /** Returns the server that runs on a home, if its process is alive. */
  static Optional<LocalServer> of(Path home) {
    return read(home)
        .filter(RunningServer::isAlive)
        .flatMap(document ->
            url(document, "url")
                .map(url ->
                    new LocalServer(
                        url,
                        Optional.of(document.path("certificate").asString(""))
                            .filter(file -> !file.isEmpty())
                            .map(Path::of),
                        url(document, "publicUrl"))));
  }

  private static Optional<JsonNode> read(Path home) {
    try {
      return Files.isRegularFile(file(home))
          ? Optional.of(JsonMapper.shared().readTree(Files.readString(file(home))))
          : Optional.empty();
    } catch (IOException | JacksonException e) {
      LOG.atDebug().setCause(e).log("the address of a server in {} is damaged", home);
      return Optional.empty();
    }
  }

  private static Optional<URI> url(JsonNode document, String name) {
    try {
      return Optional.of(URI.create(document.path(name).asString("")))
          .filter(url -> url.getHost() != null);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Returns whether the process that wrote the file is alive, not another one with its number. */
  private static boolean isAlive(JsonNode document) {
    return ProcessHandle.of(document.path("pid").asLong(0))
        .filter(ProcessHandle::isAlive)
        .filter(process -> started(process).equals(document.path("started").asString("")))
        .isPresent();
  }
}
