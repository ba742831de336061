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
 * A record of task runs outside the store: a line when the code starts, and another when it is
 * about to return. Each line is appended with one write, and no line crosses the border of a page
 * of the file, where a kill could cut a write in two; so a kill leaves only complete lines.
 */
final class Ledger {
  /**
   * The length of a line including its end, such that a page of 4,096 bytes consists of whole
   * lines.
   */
  static final int LENGTH = 16;

  private final FileChannel file;

  /**
   * A line of the ledger.
   *
   * @param starts true if the code has started, false if it is about to return
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
    String text = (line.starts() ? "S " : "E ") + line.node() + " " + line.index();
    String padded = text + " ".repeat(LENGTH - 1 - text.length()) + "\n";
    try {
      file.write(ByteBuffer.wrap(padded.getBytes(StandardCharsets.US_ASCII)));
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
        String[] parts = text.strip().split(" ", -1);
        lines.add(new Line(parts[0].equals("S"), parts[1], Integer.parseInt(parts[2])));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }
}
