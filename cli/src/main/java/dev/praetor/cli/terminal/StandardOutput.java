package dev.praetor.cli.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * The output of the program, which remembers whether its reader is gone. Java tells a closed pipe
 * by the message of the system only. Used by one thread at a time.
 */
public final class StandardOutput extends FilterOutputStream {
  private volatile boolean closedPipe;

  StandardOutput(OutputStream out) {
    super(out);
  }

  /** Returns the standard output of this process. */
  public static StandardOutput ofProcess() {
    return new StandardOutput(new FileOutputStream(FileDescriptor.out));
  }

  /** Returns whether what was written found no reader any more. */
  public boolean isClosedPipe() {
    return closedPipe;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      closedPipe |= tellsOfClosedPipe(e);
      throw e;
    }
  }

  /** Returns whether a failure is EPIPE, or what Windows says instead. */
  private static boolean tellsOfClosedPipe(IOException failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("broken pipe") || message.contains("pipe is being closed");
  }
}
