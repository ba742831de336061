package dev.praetor.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network between a server and its clients, which can be cut and healed: a port from which all
 * bytes are passed on to the port of the server, and back. Thread-safe.
 */
public final class CutNetwork implements AutoCloseable {
  private final ServerSocket entrance;
  private final int server;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private volatile State state = State.WHOLE;

  private enum State {
    WHOLE,
    REFUSES,
    SWALLOWS
  }

  private CutNetwork(ServerSocket entrance, int server) {
    this.entrance = entrance;
    this.server = server;
  }

  /**
   * Opens a network that is whole.
   *
   * @param server the port of the server on this machine, which need not run
   */
  public static CutNetwork to(int server) throws IOException {
    CutNetwork network =
        new CutNetwork(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), server);
    Thread.ofPlatform().name("network").daemon().start(network::accept);
    return network;
  }

  /** Returns the port for clients. */
  public int port() {
    return entrance.getLocalPort();
  }

  /** Resets all connections, and each new one until the network is healed. */
  public void reset() {
    state = State.REFUSES;
    links.forEach(Link::reset);
  }

  /**
   * Swallows all bytes silently: of the connections that are open, for ever; of new ones, those
   * that are opened before the network is healed. None of them is closed.
   */
  public void swallow() {
    state = State.SWALLOWS;
    links.forEach(Link::swallow);
  }

  /** Passes on the bytes of new connections. */
  public void heal() {
    state = State.WHOLE;
  }

  private void accept() {
    while (!entrance.isClosed()) {
      try {
        open(new Link(entrance.accept()));
      } catch (IOException e) {
        // The network is closed, or the client was gone before it was accepted.
      }
    }
  }

  private void open(Link link) {
    links.add(link);
    State now = state;
    if (now == State.SWALLOWS) {
      link.swallow();
    }
    if (now == State.REFUSES || entrance.isClosed()) {
      link.reset();
    } else {
      Thread.ofVirtual().start(() -> link.work(server));
    }
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    links.forEach(Link::reset);
  }

  /** A connection between a client and the server. */
  private final class Link {
    private final Socket client;
    private final Socket server = new Socket();
    private final AtomicInteger ended = new AtomicInteger();
    private volatile boolean swallows;

    Link(Socket client) {
      this.client = client;
    }

    void swallow() {
      swallows = true;
    }

    void reset() {
      reset(client);
      reset(server);
      links.remove(this);
    }

    private static void reset(Socket socket) {
      try (socket) {
        socket.setSoLinger(true, 0); // Closing it is a reset then.
      } catch (IOException e) {
        // It is closed already.
      }
    }

    void work(int port) {
      try {
        if (!swallows) {
          server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
          Thread.ofVirtual().start(() -> copy(server, client));
        }
        copy(client, server);
      } catch (IOException e) {
        reset(); // The server does not run.
      }
    }

    /**
     * Passes bytes on until one side closes; if they are swallowed, the other side hears nothing.
     */
    private void copy(Socket from, Socket to) {
      try {
        InputStream in = from.getInputStream();
        byte[] bytes = new byte[8_192];
        for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
          if (!swallows) {
            OutputStream out = to.getOutputStream();
            out.write(bytes, 0, n);
          }
        }
        if (!swallows) {
          to.shutdownOutput();
        }
      } catch (IOException e) {
        if (!swallows) {
          reset();
        }
      }
      if (swallows && from == client) {
        reset(client);
      } else if (ended.incrementAndGet() == 2) {
        reset();
      }
    }
  }
}
