package dev.praetor.engine.packaging;

import dev.praetor.engine.graph.Sha256;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The contents of a package, without the bytes of its files. Flows that an application runs in its
 * own process have the package {@link #SERVED}, which has no files. Immutable.
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
    SOURCES,
    /** No files: an application has the code, and runs it in its own process. */
    SERVED
  }

  /** The package of all flows that applications serve. */
  public static final FlowPackage SERVED = new FlowPackage(Kind.SERVED, 0, List.of());

  public FlowPackage {
    files = List.copyOf(files);
    if (files.isEmpty() && kind != Kind.SERVED) {
      throw new IllegalArgumentException("a package needs at least one file");
    }
    if (!files.isEmpty() && kind == Kind.SERVED) {
      throw new IllegalArgumentException("the package of flows that are served has no files");
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
