package dev.praetor.server;

import dev.praetor.store.db.OwnerOnly;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The address of the server that runs on a home, in the file {@code server.json} there, by which
 * commands on the same home find it. A file that a killed server left behind is ignored.
 */
final class RunningServer {
  private static final String FILE = "server.json";
  private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);

  private RunningServer() {}

  private static Path file(Path home) {
    return home.resolve(FILE);
  }

  /** Writes the address; without it, commands only have to be told the address. */
  static void announce(Path home, LocalServer server) {
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

  /** Removes the address, unless another server has written its own meanwhile. */
  static void retract(Path home, URI address) {
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
