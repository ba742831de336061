package dev.praetor.cli.terminal;

import java.io.PrintWriter;

/**
 * Says why a run waits, and nothing else about it.
 *
 * @param err the place for messages
 */
public record WaitsView(PrintWriter err) implements RunView {
  @Override
  public void waits(String why) {
    if (!why.isEmpty()) {
      err.println("waits: " + why);
      err.flush();
    }
  }
}
