package dev.praetor.engine.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipException;

/** Reads a jar as a whole, to find damage and the JDK release that its classes need. */
final class JarCheck {
  private static final int MAGIC = 0xCAFEBABE;

  /** The major version of class files of a release, less the release. */
  private static final int BEFORE_RELEASE = 44;

  private static final int HEADER = 8;

  private JarCheck() {}

  /**
   * Returns the JDK release that the classes of a jar need; 0 without classes.
   *
   * @param shown the name of the jar in messages
   * @throws CannotRegister if it is damaged or no jar, or this JDK is older than its classes
   */
  static int release(Path jar, String shown) throws IOException {
    try (JarFile entries = new JarFile(jar.toFile(), false)) {
      int release = 0;
      for (Enumeration<JarEntry> all = entries.entries(); all.hasMoreElements(); ) {
        JarEntry entry = all.nextElement();
        int needed = release(entries, entry, shown);
        requireKnown(needed, entry, shown);
        release = Math.max(release, needed);
      }
      return release;
    } catch (ZipException e) {
      throw CannotRegister.unusable(
          shown,
          shown + " is not a jar: it cannot be read as a zip file (" + e.getMessage() + ")",
          "build it again; it may be damaged or incomplete");
    }
  }

  private static void requireKnown(int needed, JarEntry entry, String shown) {
    int here = Runtime.version().feature();
    if (needed > here) {
      throw CannotRegister.unusable(
          shown,
          "%s was compiled for JDK %d (%s), and this is JDK %d"
              .formatted(shown, needed, entry.getName(), here),
          "compile it with --release " + here + " or less");
    }
  }

  private static int release(JarFile jar, JarEntry entry, String shown) throws IOException {
    if (entry.isDirectory()) {
      return 0;
    }
    CRC32 sum = new CRC32();
    byte[] header;
    try (InputStream bytes = new CheckedInputStream(jar.getInputStream(entry), sum)) {
      header = bytes.readNBytes(HEADER);
      bytes.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw damaged(entry, shown, String.valueOf(e.getMessage()));
    }
    if (entry.getCrc() != -1 && entry.getCrc() != sum.getValue()) {
      throw damaged(entry, shown, "its checksum is wrong");
    }
    return isClass(entry.getName()) && header.length == HEADER ? release(header) : 0;
  }

  private static CannotRegister damaged(JarEntry entry, String shown, String why) {
    return CannotRegister.unusable(
        shown,
        "%s is damaged: its file %s cannot be read (%s)".formatted(shown, entry.getName(), why),
        "build it again, or copy it again");
  }

  /**
   * Returns whether every JDK uses a class; descriptions of modules and newer variants are left.
   */
  private static boolean isClass(String name) {
    return name.endsWith(".class")
        && !name.endsWith("module-info.class")
        && !name.startsWith("META-INF/versions/");
  }

  private static int release(byte[] header) {
    ByteBuffer read = ByteBuffer.wrap(header);
    return read.getInt() == MAGIC ? Math.max(0, (read.getInt() & 0xFFFF) - BEFORE_RELEASE) : 0;
  }
}
