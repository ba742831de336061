package dev.praetor.store.db;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files and folders that only their user can read: with mode 0600 and 0700. On file systems without
 * such modes, files are created as usual.
 */
public final class OwnerOnly {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerOnly.class);
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private OwnerOnly() {}

  /** Returns the attributes with which a file is created. */
  public static FileAttribute<?>[] file() {
    return POSIX
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FILE)}
        : new FileAttribute<?>[0];
  }

  /** Creates an empty file unless there is one. */
  public static void createFile(Path path) throws IOException {
    try {
      Files.createFile(path, file());
    } catch (FileAlreadyExistsException e) {
      return;
    }
  }

  /** Creates a folder and the missing folders around it. */
  public static void createDirectories(Path folder) throws IOException {
    if (POSIX) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
    } else {
      Files.createDirectories(folder);
    }
  }

  /**
   * Takes the permissions of all others from an existing file or folder. Of another user's file
   * nothing changes.
   */
  public static void tighten(Path path) {
    if (!POSIX || !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Set<PosixFilePermission> wanted = Files.isDirectory(path) ? FOLDER : FILE;
      Set<PosixFilePermission> now = Files.getPosixFilePermissions(path);
      if (!wanted.containsAll(now)) {
        now.retainAll(wanted);
        Files.setPosixFilePermissions(path, now);
      }
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("the permissions of {} could not be changed", path);
    }
  }
}
