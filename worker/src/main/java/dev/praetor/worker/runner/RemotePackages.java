package dev.praetor.worker.runner;

import dev.praetor.engine.graph.Sha256;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.store.flow.PackageSource;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.wire.PackageJson;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The packages at the server. Their content is compared with the hashes by the reader of the
 * copies.
 */
record RemotePackages(ServerConnection server, InstantSource clock) implements PackageSource {
  private static final String PACKAGES = "/api/packages/";

  @Override
  public Optional<FlowPackage> find(String sha256) {
    try {
      return Optional.of(PackageJson.read(server.send("GET", PACKAGES + sha256, null), sha256));
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
