package dev.praetor.examples.marvin;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A chat that writes to a terminal, with simulated failures. */
final class TerminalChat implements Chat {
  private final PrintStream out;
  private final Map<String, Integer> unreachable;
  private final Map<String, Integer> tries = new ConcurrentHashMap<>();

  TerminalChat(PrintStream out, Map<String, Integer> unreachable) {
    this.out = out;
    this.unreachable = unreachable;
  }

  @Override
  public void send(String token, String handle, String text) throws IOException {
    int failures = unreachable.getOrDefault(handle, 0);
    int tried = tries.merge(handle, 1, Integer::sum);
    if (failures < 0 || tried <= failures) {
      throw new IOException(handle + " cannot be reached: no answer from the chat server");
    }
    out.println("  to " + handle + ": " + text);
  }

  @Override
  public void post(String token, String channel, String text) {
    out.println("  in " + channel + ": " + text.replace("\n", "\n    "));
  }
}
