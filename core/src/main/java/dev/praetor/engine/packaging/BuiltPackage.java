package dev.praetor.engine.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A package with copies of its files in a folder of its own, so that the bytes that are hashed,
 * loaded and sent are the same. Closing it deletes the copies.
 */
public final class BuiltPackage implements AutoCloseable {
  private final String target;
  private final FlowPackage contents;
  private final Path folder;
  private final List<Path> copies;

  BuiltPackage(String target, FlowPackage contents, Path folder, List<Path> copies) {
    this.target = target;
    this.contents = contents;
    this.folder = folder;
    this.copies = List.copyOf(copies);
  }

  /** Returns the names of the files that it was made from, for messages. */
  public String target() {
    return target;
  }

  public FlowPackage contents() {
    return contents;
  }

  /** Returns the copies of its files, in the order of the class path. */
  List<Path> copies() {
    return copies;
  }

  /** Returns the copy of one of its files. */
  public Path copy(PackageFile file) {
    return copies.get(contents.files().indexOf(file));
  }

  @Override
  public void close() throws IOException {
    delete(folder);
  }

  /** Deletes a folder of copies. */
  static void delete(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      return;
    }
    Files.deleteIfExists(folder);
  }
}
