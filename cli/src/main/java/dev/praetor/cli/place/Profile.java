package dev.praetor.cli.place;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A server that a person works with, and the key for it.
 *
 * @param caCert the file with the certificates of the authorities to trust; absent for those of the
 *     JVM
 * @param used true if commands work on it without further options
 */
public record Profile(String name, String server, String key, Optional<Path> caCert, boolean used) {
  /** Creates a profile of a server whose certificate the JVM trusts. */
  public Profile(String name, String server, String key, boolean used) {
    this(name, server, key, Optional.empty(), used);
  }

  @Override
  public String toString() {
    return "profile %s of %s".formatted(name, server); // Without the key.
  }
}
