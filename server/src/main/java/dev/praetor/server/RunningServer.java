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
  static void announce(Path home, URI address) {
    ProcessHandle self = ProcessHandle.current();
    String text =
        JsonMapper.shared()
            .createObjectNode()
            .put("url", address.toString())
            .put("pid", self.pid())
            .put("started", started(self))
            .toString();
    Path part = home.resolve(FILE + "." + UUID.randomUUID() + ".part");
    try {
      OwnerOnly.createFile(part);
      Files.writeString(part, text + "\n");
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

  /** Returns the address of the server that runs on a home, if its process is alive. */
  static Optional<URI> of(Path home) {
    return read(home).filter(RunningServer::isAlive).flatMap(RunningServer::url);
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

  private static Optional<URI> url(JsonNode document) {
    try {
      return Optional.of(URI.create(document.path("url").asString("")))
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
