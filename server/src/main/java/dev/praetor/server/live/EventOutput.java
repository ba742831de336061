package dev.praetor.server.live;

import java.io.PrintWriter;
import java.time.Duration;

/** The output of one stream of events. Written by one thread; others may cut it off. */
public final class EventOutput {
  private final PrintWriter out;
  private final Thread writer;

  /** The time at which the write in progress began; 0 if there is none. */
  private volatile long writing;

  EventOutput(PrintWriter out, Thread writer) {
    this.out = out;
    this.writer = writer;
  }

  /** Thrown if the caller does not read any more. */
  static final class Gone extends RuntimeException {
    private static final long serialVersionUID = 1;

    Gone() {
      super("the caller has gone", null, false, false);
    }
  }

  /** Sends an event with an id. */
  public void event(String name, String id, String data) {
    write("event: " + name + "\nid: " + id + "\ndata: " + data + "\n\n");
  }

  /** Sends an event without an id. */
  public void event(String name, String data) {
    write("event: " + name + "\ndata: " + data + "\n\n");
  }

  /** Sends a sign of life, which is no event. */
  public void comment() {
    write(":\n\n");
  }

  private void write(String text) {
    writing = Math.max(1, System.nanoTime());
    try {
      out.write(text);
      if (out.checkError()) {
        throw new Gone();
      }
    } catch (RuntimeException e) {
      throw new Gone(); // The web server has exceptions of its own for a broken connection.
    } finally {
      writing = 0;
    }
  }

  /** Breaks a write off that takes too long, as the caller does not read. */
  void cutAfter(Duration patience) {
    long began = writing;
    if (began != 0 && System.nanoTime() - began > patience.toNanos()) {
      writer.interrupt(); // That closes the connection of a virtual thread.
    }
  }
}
