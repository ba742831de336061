package dev.praetor.bench.server;

import com.password4j.Argon2Function;
import dev.praetor.client.KeysApi;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.UsersApi;
import dev.praetor.client.model.KeyInfo;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** The checks of who sends a request, beside a request that anybody may send. */
final class CallerChecks {
  private static final String USER = "bench";
  private static final String KEY = "program";
  private static final String PASSWORD = "a measured password";

  /** The longest time that checks may take beside their floor, in milliseconds. */
  private static final double GOAL = 1;

  private final HttpClient http;
  private final URI address;

  private CallerChecks(HttpClient http, URI address) {
    this.http = http;
    this.address = address;
  }

  /** Measures requests with keys and with a session, and a log-in. */
  static void all(Measurement measurement) throws Exception {
    try (Deployment deployment = measurement.deployment();
        HttpClient http = HttpClient.newHttpClient()) {
      Started server = deployment.server("--no-worker");
      try (PraetorClient client = deployment.client(server);
          Connection connection = deployment.database().connect()) {
        CallerChecks checks = new CallerChecks(http, server.address());
        checks.requests(measurement, deployment, client);
        checks.logIn(measurement, hash(connection));
      }
    }
  }

  private void requests(Measurement measurement, Deployment deployment, PraetorClient client)
      throws Exception {
    KeysApi.NewKey key =
        client
            .keys()
            .create(KEY, KeyInfo.Role.VIEWER, Optional.empty(), List.of(), Optional.empty());
    UsersApi.NewUser user = client.users().create(USER, KeyInfo.Role.VIEWER, Optional.empty());
    HttpResponse<String> _ =
        post("/api/password", Map.of("token", token(user.link()), "password", PASSWORD));
    String cookie =
        logIn().headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    request(measurement, "the administrator's key", "Authorization", "Bearer " + deployment.key());
    request(measurement, "a program's key", "Authorization", "Bearer " + key.secret());
    request(measurement, "a session", "Cookie", cookie);
  }

  /** Returns the secret part of a link with which a person sets a password. */
  private static String token(URI link) {
    return link.toString().replaceFirst(".*[#=/]", "");
  }

  private void request(Measurement measurement, String by, String header, String value)
      throws Exception {
    HttpRequest checked =
        HttpRequest.newBuilder(address.resolve("/api/session")).header(header, value).build();
    HttpRequest open = HttpRequest.newBuilder(address.resolve("/health/live")).build();
    Sample sample =
        Sample.of(
            measurement.times(500, 5),
            measurement.times(2_000, 10),
            () -> nanos(checked),
            () -> nanos(open));
    measurement.figure(
        "a request with " + by, "ms", "a request without checks", sample.beside(GOAL));
  }

  private long nanos(HttpRequest request) throws IOException, InterruptedException {
    long began = System.nanoTime();
    HttpResponse<String> _ = send(request);
    return System.nanoTime() - began;
  }

  private void logIn(Measurement measurement, String hash) throws Exception {
    Sample sample =
        Sample.of(
            measurement.times(50, 1),
            measurement.times(200, 3),
            () -> {
              long began = System.nanoTime();
              HttpResponse<String> _ = logIn();
              return System.nanoTime() - began;
            },
            () -> nanosOfHash(hash));
    measurement.figure("a log-in", "ms", "the hash of the password", sample.beside(GOAL));
  }

  private static long nanosOfHash(String hash) {
    long began = System.nanoTime();
    if (!Argon2Function.getInstanceFromHash(hash).check(PASSWORD, hash)) {
      throw new IllegalStateException("the hash is that of another password");
    }
    return System.nanoTime() - began;
  }

  private HttpResponse<String> logIn() throws IOException, InterruptedException {
    return post("/api/session", Map.of("name", USER, "password", PASSWORD));
  }

  private HttpResponse<String> post(String path, Map<String, String> given)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(address.resolve(path))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(given)))
            .build());
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(request.uri().getPath() + " is refused: " + answer.body());
    }
    return answer;
  }

  private static String hash(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT password FROM account WHERE name = '%s'".formatted(USER))) {
      row.next();
      return row.getString(1);
    }
  }
}
