package dev.praetor.engine.packaging;

import dev.praetor.engine.graph.Sha256;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The contents of a package, without the bytes of its files. Immutable.
 *
 * @param kind the kind of code that it was made from
 * @param release the JDK release that its classes need; 0 if it has no classes
 * @param files its files, in the order of the class path
 */
public record FlowPackage(Kind kind, int release, List<PackageFile> files) {
  /** The kind of code that a package is made from. */
  public enum Kind {
    /** Jars that were built before. */
    JARS,
    /** Source files, which were compiled to a jar. */
    SOURCES
  }

  public FlowPackage {
    files = List.copyOf(files);
    if (files.isEmpty()) {
      throw new IllegalArgumentException("a package needs at least one file");
    }
  }

  /**
   * Returns the hash that identifies the package: that of the list of the hashes of its files, each
   * in a line. The names of the files do not count.
   */
  public String sha256() {
    return Sha256.of(
        files.stream().map(PackageFile::sha256).collect(Collectors.joining("\n", "", "\n")));
  }

  /** Returns the length of all files together, in bytes. */
  public long size() {
    return files.stream().mapToLong(PackageFile::size).sum();
  }
}
