package dev.praetor.bench.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what the code of measured flows says, by connections that their processes keep open. The
 * times are those at which a line arrives here, so all are of one clock. Thread-safe.
 */
final class Beacon implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Beacon.class);
  private static final long LONGEST_WAIT = 120;
  private final ServerSocket listening;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

  /**
   * A line of the code of a flow.
   *
   * @param nanos the time by {@link System#nanoTime}
   * @param time the same time by the clock of the machine
   */
  record Heard(String line, long nanos, Instant time) {}

  Beacon() throws IOException {
    listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("beacon").start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket socket = listening.accept();
        open.add(socket);
        Thread.ofPlatform().daemon().name("beacon-connection").start(() -> read(socket));
      } catch (IOException e) {
        LOG.atDebug().setCause(e).log("the beacon accepts nothing more");
        return;
      }
    }
  }

  private void read(Socket socket) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        heard.add(new Heard(line, System.nanoTime(), Instant.now()));
      }
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("a process that was heard has ended");
    }
  }

  /** Waits for the next line, which must begin with a word. */
  Heard next(String word) throws InterruptedException, TimeoutException {
    Heard line = heard.poll(LONGEST_WAIT, TimeUnit.SECONDS);
    if (line == null) {
      throw new TimeoutException("no code said '%s' within %d s".formatted(word, LONGEST_WAIT));
    }
    if (!line.line().startsWith(word)) {
      throw new IllegalStateException("the code said '%s', not '%s'".formatted(line.line(), word));
    }
    return line;
  }

  /** Forgets what was said and not yet asked for. */
  void forget() {
    heard.clear();
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
