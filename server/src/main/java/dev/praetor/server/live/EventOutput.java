package dev.praetor.server.live;

import dev.praetor.server.access.Caller;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The output of one stream of events. Written by one thread; others may end it or cut it off. */
public final class EventOutput {
  private final PrintWriter out;
  private final Thread writer;
  private final Caller caller;
  private final BooleanSupplier closing;

  /** True if the caller may not be told any more. */
  private volatile boolean revoked;

  /** The time at which the write in progress began; 0 if there is none. */
  private volatile long writing;

  /**
   * Creates the output.
   *
   * @param caller whom the stream tells
   * @param closing becomes true when the server closes
   */
  EventOutput(PrintWriter out, Thread writer, Caller caller, BooleanSupplier closing) {
    this.out = out;
    this.writer = writer;
    this.caller = caller;
    this.closing = closing;
  }

  /** Returns whom the stream tells. */
  Caller caller() {
    return caller;
  }

  /** Returns whether the stream is to end. */
  public boolean isOver() {
    return revoked || closing.getAsBoolean();
  }

  /** Ends the stream, as the caller may not be told any more: nothing is sent from now on. */
  void revoke() {
    revoked = true;
  }

  /**
   * Checks that the caller may still be told.
   *
   * @throws RequestRefused if not
   */
  void requirePermitted() {
    if (revoked) {
      throw new RequestRefused(
          ApiCode.UNAUTHENTICATED,
          "the session or key of this stream has ended, or its roles are others now; open the"
              + " stream again");
    }
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

  /** Sends the last event, also to a caller who may not be told anything else. */
  void error(String data) {
    send("event: error\ndata: " + data + "\n\n");
  }

  private void write(String text) {
    requirePermitted();
    send(text);
  }

  private void send(String text) {
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
