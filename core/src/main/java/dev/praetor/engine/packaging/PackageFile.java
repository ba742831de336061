package dev.praetor.engine.packaging;

import java.util.regex.Pattern;

/**
 * A file of a package: a jar.
 *
 * @param name the name that people see, which need not be unique and is never used as a path
 * @param sha256 the hash of its bytes, in lower-case hexadecimal
 * @param size its length in bytes
 */
public record PackageFile(String name, String sha256, long size) {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  public PackageFile {
    requireHash(sha256);
    if (size < 0) {
      throw new IllegalArgumentException("the size of " + name + " is negative: " + size);
    }
  }

  private static void requireHash(String sha256) {
    if (!HASH.matcher(sha256).matches()) {
      throw new IllegalArgumentException("not a SHA-256 in lower-case hexadecimal: " + sha256);
    }
  }
}
