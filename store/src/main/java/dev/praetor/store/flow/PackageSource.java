package dev.praetor.store.flow;

import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;

/** The place from which the files of packages come. Thread-safe. */
public interface PackageSource {
  /** Returns the package of a hash. */
  Optional<FlowPackage> find(String sha256);

  /**
   * Writes the content of a file.
   *
   * @param to the stream that gets the content, which is not closed, and which may have got a part
   *     of it when an exception is thrown
   */
  void copy(PackageFile file, OutputStream to) throws IOException;

  /** Returns the time, by which abandoned copies are told. */
  Instant now();
}
