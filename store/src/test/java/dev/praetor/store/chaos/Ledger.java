package dev.praetor.store.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What task runs say of themselves outside the store: a line when the code starts and one when it
 * is about to return. Lines are appended with one write each, so that a kill leaves whole lines.
 */
final class Ledger {
  private final FileChannel file;

  /**
   * One line.
   *
   * @param starts whether the code has started, or is about to return
   */
  record Line(boolean starts, String node, int index) {}

  Ledger(Path path) {
    try {
      file =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Line line) {
    String text = (line.starts() ? "S " : "E ") + line.node() + " " + line.index() + "\n";
    try {
      file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Line> read(Path path) {
    if (!Files.exists(path)) {
      return List.of();
    }
    List<Line> lines = new ArrayList<>();
    try {
      for (String text : Files.readAllLines(path, StandardCharsets.US_ASCII)) {
        String[] parts = text.split(" ", -1);
        lines.add(new Line(parts[0].equals("S"), parts[1], Integer.parseInt(parts[2])));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }
}
