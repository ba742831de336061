package dev.praetor.worker.runner;

import java.io.IOException;

/** Thrown if a server cannot be reached, or cannot answer at the moment; trying again may help. */
final class ServerAway extends IOException {
  private static final long serialVersionUID = 1;

  ServerAway(String why) {
    super(why);
  }
}
