package dev.praetor.engine.packaging;

/**
 * The limits of a package.
 *
 * @param bytes the largest length of its files together
 * @param files the largest number of its files
 */
public record PackageLimits(long bytes, int files) {
  /** The limits that every store accepts: 512 MiB in 2,000 files. */
  public static final PackageLimits DEFAULT = new PackageLimits(512L << 20, 2_000);
}
