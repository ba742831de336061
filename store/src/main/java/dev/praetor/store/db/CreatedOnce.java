package dev.praetor.store.db;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A small file that is created once, readable only by its user: complete, or not at all. Of several
 * processes that create it at the same time, one succeeds, and all read the same text afterwards.
 */
public final class CreatedOnce {
  private CreatedOnce() {}

  /** Creates the file with a text, unless there is a file of this name; the text is durable. */
  public static void write(Path file, String text) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      OwnerOnly.createDirectories(file.resolveSibling(""));
      OwnerOnly.createFile(part);
      Files.writeString(part, text);
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      claim(part, file);
    } finally {
      delete(part);
    }
  }

  /** Gives the complete file its name, unless there is a file of this name. */
  private static void claim(Path part, Path file) throws IOException {
    try {
      try {
        Files.createLink(file, part);
      } catch (UnsupportedOperationException e) {
        Files.move(part, file);
      }
    } catch (FileAlreadyExistsException e) {
      return;
    }
  }

  private static void delete(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      part.toFile().deleteOnExit();
    }
  }
}
