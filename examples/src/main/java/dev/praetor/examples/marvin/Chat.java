package dev.praetor.examples.marvin;

import java.io.IOException;

/** A chat that receives messages. */
public interface Chat {
  /** Sends a message to one person. */
  void send(String token, String handle, String text) throws IOException;

  /** Posts a message to a channel. */
  void post(String token, String channel, String text) throws IOException;
}
