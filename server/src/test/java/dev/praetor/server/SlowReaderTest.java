package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.Praetor;
import dev.praetor.Task;
import dev.praetor.embedded.Home;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.engine.CurrentTask;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A caller that does not read the events of its stream is cut off, and nothing is kept for it. */
class SlowReaderTest {
  private static final int LINES = 6_000;
  private static final int LENGTH = 4_000;
  @TempDir private Path folder;

  private static String write() {
    String text = "x".repeat(LENGTH);
    for (int i = 0; i < LINES; i++) {
      CurrentTask.log(Instant.now(), "INFO", "long", () -> text);
    }
    return "written";
  }

  private static Flow<String> flow() {
    return Flow.define("long", f -> Task.of("write", String.class, SlowReaderTest::write).call());
  }

  @Test
  void a_reader_that_stops_is_cut_off() throws Exception {
    Path home = folder.resolve("home");
    try (TestServer server = TestServer.at(home, new StoreLocation.Home(home), TestServer.SHORT)) {
      FlowResult<String> run;
      try (PraetorEngine engine = Praetor.open(Home.of(home))) {
        run = engine.run(flow());
      }
      String query =
          "{\"query\": \"subscription { logLines(run: \\\"%s\\\") { text } }\"}"
              .formatted(run.id());
      try (Socket socket = new Socket()) {
        socket.setReceiveBufferSize(4_096);
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.server.url().getPort()));
        socket
            .getOutputStream()
            .write(
                "POST /graphql/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(server.key, query.length(), query)
                    .getBytes(StandardCharsets.UTF_8));
        assertThat(socket.getInputStream().read()).isEqualTo('H');
        await().atMost(Duration.ofSeconds(30)).until(() -> server.server.streams() == 0);
        assertThat(rest(socket.getInputStream())).isLessThan((long) LINES * LENGTH);
      }
    }
  }

  private static long rest(InputStream in) {
    long n = 0;
    try {
      byte[] some = new byte[64_000];
      for (int read = in.read(some); read >= 0; read = in.read(some)) {
        n += read;
      }
    } catch (IOException e) {
      return n; // The server has hung up.
    }
    return n;
  }
}
