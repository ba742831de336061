package dev.praetor.cli.server;

import dev.praetor.cli.error.UsageException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A server, as its callers see it. */
record ServerClient(URI address, String key) {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  String get(String path) throws InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(address + path)).GET());
  }

  String post(String path, String json) throws InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(address + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  private String send(HttpRequest.Builder request) throws InterruptedException {
    HttpResponse<String> response;
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
      response =
          client.send(
              request.timeout(LONGEST).header("Authorization", "Bearer " + key).build(),
              BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UsageException(
          "no server answers at %s; start one with praetor server, or name another with --server URL"
              .formatted(address));
    } catch (IllegalArgumentException e) {
      throw new UsageException("the key contains characters that no key has");
    }
    if (response.statusCode() != 200) {
      throw new UsageException(
          "the server at %s refuses the request: %s".formatted(address, message(response)));
    }
    return response.body();
  }

  private static String message(HttpResponse<String> response) {
    try {
      return JsonMapper.shared()
          .readTree(response.body())
          .path("error")
          .path("message")
          .asString("status " + response.statusCode());
    } catch (JacksonException e) {
      return "status " + response.statusCode() + ", without an error as Praetor sends it";
    }
  }
}
