package dev.praetor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.RunId;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that begin an answer and are not heard any more, as over a network that is cut. */
@Timeout(60)
class SilentServerTest {
  private static final String BEGUN =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{";

  private static void answer(ServerSocket listening) {
    try {
      while (true) {
        Socket open = listening.accept(); // It stays open.
        open.getOutputStream().write(BEGUN.getBytes(StandardCharsets.ISO_8859_1));
      }
    } catch (IOException e) {
      // The test has ended.
    }
  }

  @Test
  void an_answer_that_does_not_end_is_given_up() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answer(listening));
      URI address = URI.create("http://127.0.0.1:" + listening.getLocalPort());
      ClientOptions impatient =
          ClientOptions.defaults().withAttempts(1).withRequestTimeout(Duration.ofMillis(500));
      try (PraetorClient client = PraetorClient.at(address, "key", impatient)) {
        assertThatThrownBy(() -> client.runs().find(new RunId(new UUID(0, 1))))
            .isInstanceOf(ServerUnreachable.class);
      }
    }
  }

  @Test
  void a_body_of_which_nothing_arrives_is_given_up() throws Exception {
    try (ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        HttpClient client = HttpClient.newHttpClient()) {
      Thread.ofVirtual().start(() -> answer(listening));
      URI address = URI.create("http://127.0.0.1:" + listening.getLocalPort());
      InputStream arriving =
          client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofInputStream()).body();
      try (InputStream body = new ImpatientStream(arriving, Duration.ofMillis(500))) {
        assertThat(body.read()).isEqualTo('{');
        assertThatThrownBy(body::read)
            .isInstanceOf(IOException.class)
            .hasMessageContaining("nothing arrived");
      }
    }
  }
}
