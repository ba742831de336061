package dev.praetor.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A process of the shop, which is killed when it is closed. */
final class ShopProcess implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Pattern PORT = Pattern.compile("on port (\\d+)");
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Process process;
  private final URI address;

  private ShopProcess(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /** The answer to a request. */
  record Answer(int status, JsonNode body) {}

  /** Starts a process, and returns when it accepts requests. */
  static ShopProcess start(Class<?> main, Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    List<String> said = new ArrayList<>();
    String line = output.readLine();
    while (line != null) {
      said.add(line);
      Matcher port = PORT.matcher(line);
      if (port.find()) {
        Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
        return new ShopProcess(process, URI.create("http://localhost:" + port.group(1)));
      }
      line = output.readLine();
    }
    throw new AssertionError("the shop did not start:\n" + String.join("\n", said));
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address.resolve(path)).GET());
  }

  Answer post(String path, Object body) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(address.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  private static Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        CLIENT.send(
            request.timeout(PATIENCE).build(),
            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    return new Answer(response.statusCode(), JSON.readTree(response.body()));
  }

  /** Places an order and returns its path. */
  String place(String customer, List<String> articles) throws IOException, InterruptedException {
    Answer placed = post("/orders", new NewOrder(customer, articles));
    assertThat(placed.status()).isEqualTo(201);
    return "/orders/" + placed.body().required("id").asLong();
  }

  /** Waits until the run of an order is in a state. */
  void awaitState(String order, String state) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(get(order).body().required("state").asString()).isEqualTo(state));
  }

  /** Releases the parcels of an order, and returns the answer. */
  Answer approve(String order) throws IOException, InterruptedException {
    return post(order + "/approve", Map.of("by", "Ann"));
  }

  /** Ends the process at once, as {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
