package dev.praetor.worker.runner;

import dev.praetor.engine.graph.Sha256;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.store.flow.PackageSource;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.wire.Fields;
import dev.praetor.store.wire.Malformed;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The packages at the server. Their content is compared with the hashes by the reader of the
 * copies.
 */
record RemotePackages(ServerConnection server, InstantSource clock) implements PackageSource {
  private static final String PACKAGES = "/api/packages/";

  @Override
  public Optional<FlowPackage> find(String sha256) {
    try {
      return Optional.of(contents(server.send("GET", PACKAGES + sha256, null), sha256));
    } catch (ServerRefused e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    } catch (ServerAway e) {
      throw unavailable(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("the thread was interrupted");
    }
  }

  private StoreFailed unavailable(String why) {
    return StoreFailed.unavailable(server.server().toString(), why, "");
  }

  private static FlowPackage contents(JsonNode json, String sha256) {
    Fields from = new Fields(json, "package");
    List<PackageFile> files =
        from.objects(
            "files",
            file ->
                new PackageFile(
                    file.text("name"),
                    file.hash("sha256"),
                    file.number("size", 0, Long.MAX_VALUE)));
    FlowPackage contents =
        new FlowPackage(
            FlowPackage.Kind.valueOf(from.text("kind")),
            from.integer("release", 0, Integer.MAX_VALUE),
            files);
    if (!contents.sha256().equals(sha256)) {
      throw new Malformed("package", "has other files than its hash says");
    }
    return contents;
  }

  @Override
  public void copy(PackageFile file, OutputStream to) throws IOException {
    DigestOutputStream digested = new DigestOutputStream(to, Sha256.digest()); // Stays open.
    try {
      server.copy(PACKAGES + "files/" + file.sha256(), digested);
      String hash = HexFormat.of().formatHex(digested.getMessageDigest().digest());
      if (!hash.equals(file.sha256())) {
        throw new IOException("package file " + file.name() + " did not arrive whole");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  @Override
  public Instant now() {
    return clock.instant();
  }
}
