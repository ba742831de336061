package dev.praetor.cli.place;

import dev.praetor.client.PackagesApi;
import dev.praetor.client.ServerRefused;
import dev.praetor.engine.graph.Sha256;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.store.flow.PackageSource;
import dev.praetor.store.wire.PackageJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;

/** The packages of a server. Thread-safe. */
record ServerPackages(PackagesApi packages, InstantSource clock) implements PackageSource {
  @Override
  public Optional<FlowPackage> find(String sha256) {
    try {
      return Optional.of(PackageJson.read(packages.contents(sha256), sha256));
    } catch (ServerRefused e) {
      if (e.serverCode().equals("NOT_FOUND")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void copy(PackageFile file, OutputStream to) throws IOException {
    try (InputStream content = packages.file(file.sha256());
        DigestInputStream digested = new DigestInputStream(content, Sha256.digest())) {
      long _ = digested.transferTo(to);
      String hash = HexFormat.of().formatHex(digested.getMessageDigest().digest());
      if (!hash.equals(file.sha256())) {
        throw new IOException("package file " + file.name() + " did not arrive whole");
      }
    }
  }

  @Override
  public Instant now() {
    return clock.instant();
  }
}
