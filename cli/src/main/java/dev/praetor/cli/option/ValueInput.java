package dev.praetor.cli.option;

import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.terminal.Terminals;
import java.io.Console;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The input of a value: a file exactly as it is, a prompt on the terminal, or standard input
 * without the line break at its end.
 *
 * @param what the thing in words whose value it is
 * @param largest the largest size that is not refused later, in bytes
 * @param hidden true if the prompt does not show what is typed
 */
public record ValueInput(String what, int largest, boolean hidden) {
  /**
   * Returns the value.
   *
   * @param file the file with the value; null if it is entered
   * @throws UsageException if the value is empty, or is not a text
   */
  public String read(@Nullable Path file) throws IOException {
    String value = file == null ? entered() : text(Files.readAllBytes(readable(file)));
    if (value.isEmpty()) {
      throw new UsageException("the value of " + what + " is empty; nothing was stored");
    }
    return value;
  }

  private static Path readable(Path file) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new UsageException("there is no file " + file + " that can be read");
    }
    return file;
  }

  private String entered() throws IOException {
    Optional<Console> console = Terminals.console();
    if (console.isPresent()) {
      return typed(console.get());
    }
    // One byte more than allowed, and the line break that is removed.
    return withoutLastBreak(text(System.in.readNBytes(largest + 3)));
  }

  private String typed(Console console) {
    if (hidden) {
      char[] typed = console.readPassword("Value of %s (it is not shown): ", what);
      return typed == null ? "" : new String(typed);
    }
    String line = console.readLine("Value of %s: ", what);
    return line == null ? "" : line;
  }

  private static String withoutLastBreak(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      if (bytes.length > largest) {
        return new String(bytes, StandardCharsets.UTF_8); // Refused for its size.
      }
      throw new UsageException(
          "the value of " + what + " is not text in UTF-8; encode it, for example as Base64");
    }
  }
}
