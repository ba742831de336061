package dev.praetor.client;

import java.util.List;

/**
 * The contents of a package that is to be registered, without the bytes of its files. Immutable.
 *
 * @param kind JARS, SOURCES, or SERVED for flows that an application runs in its own process
 * @param release the JDK release that its classes need; 0 if it has no classes
 * @param files its files, in the order of the class path
 */
public record NewPackage(String kind, int release, List<PackagedFile> files) {
  /**
   * A file of a package.
   *
   * @param name the name that people see
   * @param sha256 the hash of its bytes, in lower-case hexadecimal
   * @param size its length in bytes
   */
  public record PackagedFile(String name, String sha256, long size) {}

  public NewPackage {
    files = List.copyOf(files);
  }
}
