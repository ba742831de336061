package dev.praetor.bench.server;

import static dev.praetor.Praetor.each;

import dev.praetor.Flow;
import dev.praetor.Task;
import dev.praetor.TaskContext;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/** The flows that are measured; registered from this file. Their code tells when it begins. */
final class ServedFlows {
  /** The variable of the environment with the port of the process that listens. */
  static final String PORT = "BENCH_BEACON";

  private ServedFlows() {}

  /**
   * The connection to the process that listens, opened by the first code that says something; not
   * while a class is initialized, which would block the carriers of all virtual threads.
   */
  private static final class Connection {
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final AtomicReference<OutputStream> OUT = new AtomicReference<>();

    private Connection() {}

    static void say(String line) throws IOException {
      LOCK.lock();
      try {
        OutputStream out = OUT.get();
        if (out == null) {
          out = open();
          OUT.set(out);
        }
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      } finally {
        LOCK.unlock();
      }
    }

    private static OutputStream open() throws IOException {
      int port = Integer.parseInt(System.getenv(PORT).strip());
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      return socket.getOutputStream();
    }
  }

  static int begin(int n) throws IOException {
    Connection.say("began " + n);
    return n;
  }

  static int same(int n) {
    return n;
  }

  static int hold(int n) throws IOException, InterruptedException {
    Connection.say("holds " + n);
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Connection.say("cancelled " + n);
      throw e;
    }
    return n;
  }

  static int due() throws IOException {
    Connection.say("due " + TaskContext.current().scheduledTime());
    return 1;
  }

  static List<Integer> numbers(int width) {
    return IntStream.range(0, width).boxed().toList();
  }

  static Flow<Integer> began() {
    return Flow.define("began", f -> Task.of(ServedFlows::begin).call(f.parameter("n", 1)));
  }

  static Flow<Integer> plain() {
    return Flow.define("plain", f -> Task.of(ServedFlows::same).call(f.parameter("n", 1)));
  }

  /** Returns a flow in whose pool no worker is. */
  static Flow<Integer> later() {
    return Flow.define("later", f -> Task.of(ServedFlows::same).call(f.parameter("n", 1)))
        .pool("later");
  }

  static Flow<Integer> held() {
    return Flow.define("held", f -> Task.of(ServedFlows::hold).call(f.parameter("n", 1)));
  }

  static Flow<Integer> scheduled() {
    return Flow.define("scheduled", _ -> Task.of(ServedFlows::due).call());
  }

  static Flow<List<Integer>> wide() {
    return wide(1_000);
  }

  /** Returns a flow with a map of this width by default. */
  static Flow<List<Integer>> wide(int width) {
    return Flow.define(
        "wide",
        f ->
            Task.of(ServedFlows::same)
                .map(each(Task.of(ServedFlows::numbers).call(f.parameter("width", width))))
                .collect());
  }
}
