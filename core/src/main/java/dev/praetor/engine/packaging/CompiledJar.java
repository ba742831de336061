package dev.praetor.engine.packaging;

import dev.praetor.engine.loading.CompiledSources;
import dev.praetor.engine.loading.PackageLoader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes compiled classes as a jar. The same classes always give the same bytes: the entries are
 * sorted and not compressed, and have one time.
 */
final class CompiledJar {
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private CompiledJar() {}

  static byte[] of(CompiledSources compiled) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    compiled.classes().forEach((name, code) -> files.put(name.replace('.', '/') + ".class", code));
    files.put(
        PackageLoader.CLASSES,
        String.join("\n", compiled.classes().keySet()).getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream jar = new ByteArrayOutputStream();
    try (ZipOutputStream entries = new ZipOutputStream(jar, StandardCharsets.UTF_8)) {
      for (var file : files.entrySet()) {
        entries.putNextEntry(entry(file.getKey(), file.getValue()));
        entries.write(file.getValue());
        entries.closeEntry();
      }
    }
    return jar.toByteArray();
  }

  private static ZipEntry entry(String name, byte[] bytes) {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setTimeLocal(TIME);
    entry.setSize(bytes.length);
    CRC32 sum = new CRC32();
    sum.update(bytes);
    entry.setCrc(sum.getValue());
    return entry;
  }
}
