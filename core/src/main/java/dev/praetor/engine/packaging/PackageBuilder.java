package dev.praetor.engine.packaging;

import dev.praetor.engine.graph.Sha256;
import dev.praetor.engine.loading.CompiledSources;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Builds packages where the code of their flows is: from jars, folders with jars, and source files,
 * which are compiled together with the jars as their libraries.
 */
public final class PackageBuilder {
  private static final String COMPILED = "flows.jar";
  private final PackageLimits limits;
  private final List<PackageFile> files = new ArrayList<>();
  private final List<Path> copies = new ArrayList<>();
  private final Path folder;
  private long length;
  private int release;

  private PackageBuilder(PackageLimits limits, Path folder) {
    this.limits = limits;
    this.folder = folder;
  }

  /**
   * Builds the package of some files.
   *
   * @param given jars, folders and source files
   * @return the package; the caller closes it
   * @throws CannotRegister if a file does not exist or cannot be used, or they are too large
   * @throws dev.praetor.engine.loading.CannotLoadFlows if source files do not compile
   */
  public static BuiltPackage build(List<Path> given, PackageLimits limits) throws IOException {
    GivenFiles sorted;
    try {
      sorted = GivenFiles.of(given);
    } catch (FileSystemException e) {
      throw unreadable(e);
    }
    Path folder = Files.createTempDirectory("praetor-package");
    boolean built = false;
    try {
      BuiltPackage result = new PackageBuilder(limits, folder).build(sorted);
      built = true;
      return result;
    } finally {
      if (!built) {
        BuiltPackage.delete(folder);
      }
    }
  }

  private static CannotRegister unreadable(FileSystemException why) {
    String file = String.valueOf(why.getFile());
    return CannotRegister.unusable(
        file,
        "%s cannot be read: %s".formatted(file, why.getClass().getSimpleName()),
        "check that it exists and that you may read it");
  }

  private BuiltPackage build(GivenFiles given) throws IOException {
    requireFew(given);
    for (GivenFiles.Jar jar : given.jars()) {
      try (InputStream bytes = open(jar.path())) {
        add(jar.name(), jar.path().toString(), bytes, files.size());
      }
    }
    if (!given.sources().isEmpty()) {
      byte[] jar = CompiledJar.of(CompiledSources.of(given.sources(), copies));
      add(COMPILED, given.target(), new ByteArrayInputStream(jar), 0);
    }
    FlowPackage.Kind kind =
        given.sources().isEmpty() ? FlowPackage.Kind.JARS : FlowPackage.Kind.SOURCES;
    return new BuiltPackage(given.target(), new FlowPackage(kind, release, files), folder, copies);
  }

  private static InputStream open(Path jar) throws IOException {
    try {
      return Files.newInputStream(jar);
    } catch (FileSystemException e) {
      throw unreadable(e);
    }
  }

  private void requireFew(GivenFiles given) throws IOException {
    if (given.jars().size() > limits.files()) {
      throw CannotRegister.tooLarge(
          given.target(),
          "%s has %,d jars; the limit is %,d"
              .formatted(given.target(), given.jars().size(), limits.files()),
          "leave out the jars that the flows do not need");
    }
    long all = 0;
    for (GivenFiles.Jar jar : given.jars()) {
      all += Files.size(jar.path());
    }
    requireSmall(given.target(), all);
  }

  private void requireSmall(String target, long bytes) {
    if (bytes > limits.bytes()) {
      throw CannotRegister.tooLarge(
          target,
          "%s has %,d bytes; the limit of a package is %,d"
              .formatted(target, bytes, limits.bytes()),
          "leave out the jars that the flows do not need");
    }
  }

  /** Copies a file to a place of the class path, and checks the copy. */
  private void add(String name, String shown, InputStream bytes, int place) throws IOException {
    Path copy = folder.resolve("%04d.jar".formatted(copies.size()));
    MessageDigest digest = Sha256.digest();
    long size;
    try (OutputStream to = new DigestOutputStream(Files.newOutputStream(copy), digest)) {
      size = bytes.transferTo(to);
    }
    length += size;
    requireSmall(shown, length);
    release = Math.max(release, JarCheck.release(copy, shown));
    files.add(place, new PackageFile(name, HexFormat.of().formatHex(digest.digest()), size));
    copies.add(place, copy);
  }
}
