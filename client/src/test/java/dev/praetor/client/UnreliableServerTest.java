package dev.praetor.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.praetor.ErrorCode;
import dev.praetor.client.model.LimitInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against servers that are away, busy, or none at all. */
class UnreliableServerTest {
  private static final String BUSY =
      "{\"error\": {\"code\": \"UNAVAILABLE\", \"message\": \"come back\", \"details\": []}}";
  private static final ClientOptions FAST =
      ClientOptions.defaults().withDelay(Duration.ofMillis(1));
  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer http;
  private PraetorClient client;
  private int status = 503;
  private int busy = Integer.MAX_VALUE;
  private String body = BUSY;

  @BeforeEach
  void start() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    http.createContext(
        "/",
        exchange -> {
          boolean isBusy = requests.incrementAndGet() <= busy;
          byte[] bytes =
              (isBusy ? body : "{\"data\": {\"limits\": []}}").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(isBusy ? status : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    http.start();
    URI address = URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/");
    client = PraetorClient.at(address, "key", FAST);
  }

  @AfterEach
  void stop() {
    client.close();
    http.stop(0);
  }

  @Test
  void a_read_is_sent_again_while_the_server_is_busy() {
    busy = 2;
    assertThat(client.limits().list()).isEmpty();
    assertThat(requests).hasValue(3);
  }

  @Test
  void a_read_is_given_up_in_the_end() {
    assertThatExceptionOfType(ServerRefused.class)
        .isThrownBy(() -> client.limits().list())
        .withMessage("come back")
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    assertThat(requests).hasValue(FAST.attempts());
  }

  @Test
  void a_change_is_sent_once() {
    assertThatExceptionOfType(ServerRefused.class)
        .isThrownBy(() -> client.limits().set(LimitInfo.Scope.TAG, "db", 1));
    assertThat(requests).hasValue(1);
  }

  @Test
  void an_answer_of_another_program_is_told_apart() {
    status = 404;
    body = "<html>";
    assertThatExceptionOfType(ServerUnreachable.class)
        .isThrownBy(() -> client.limits().list())
        .withMessageContaining("is no Praetor server");
    status = 200;
    assertThatExceptionOfType(ServerUnreachable.class)
        .isThrownBy(() -> client.limits().list())
        .withMessageContaining("is no Praetor server");
    body = "{}";
    status = 500;
    assertThatExceptionOfType(ServerUnreachable.class)
        .isThrownBy(() -> client.query("{ server { version } }", Map.of()))
        .withMessageContaining("status 500");
  }

  @Test
  void nobody_answers() {
    http.stop(0);
    assertThatExceptionOfType(ServerUnreachable.class)
        .isThrownBy(() -> client.limits().list())
        .withMessageContaining("no server answers at http://127.0.0.1:");
  }

  @Test
  void an_interrupted_caller_gets_its_interrupt_back() {
    Thread.currentThread().interrupt();
    assertThatExceptionOfType(ServerUnreachable.class).isThrownBy(() -> client.limits().list());
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void malformed_addresses_and_keys_are_refused_at_once() {
    for (String address : new String[] {"127.0.0.1:4200", "ftp://host", "/path"}) {
      URI uri = URI.create(address.startsWith("1") ? "x:" + address : address);
      assertThatExceptionOfType(ServerRefused.class)
          .isThrownBy(() -> PraetorClient.at(uri, "key"))
          .withMessageContaining("a server is named by a URL");
    }
    URI address = URI.create("http://127.0.0.1");
    assertThatExceptionOfType(ServerRefused.class)
        .isThrownBy(() -> PraetorClient.at(address, "two lines\n"))
        .withMessageContaining("the key contains characters");
  }
}
