package dev.praetor.server;

import dev.praetor.store.access.ApiKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;

/**
 * Requests of callers who are not let in: with keys and cookies of every wrong kind, from other
 * pages, and with guessed passwords.
 *
 * @param keys keys that are over, or of another server
 * @param key a good key
 * @param cookies cookies of sessions that are over
 * @param cookie the cookie of a session
 */
record HostileCallers(List<String> keys, String key, List<String> cookies, String cookie) {
  HostileCallers {
    keys = List.copyOf(keys);
    cookies = List.copyOf(cookies);
  }

  private static final List<String> CHANGES =
      List.of(
          "mutation { setPool(name: \\\"default\\\", paused: true) { name } }",
          "mutation { createKey(name: \\\"stolen\\\", role: ADMINISTRATOR) { secret } }",
          "mutation { setLimit(name: \\\"x\\\", n: 1) { n } }");

  private static final List<String> REQUESTS =
      List.of(
          "POST /graphql",
          "POST /graphql/stream",
          "GET /metrics",
          "GET /api/stream?topics=runs",
          "GET /api/session",
          "DELETE /api/session",
          "PUT /api/password",
          "GET /graphql/schema",
          "PUT /api/workers/0198f3a2-0000-4000-8000-000000000001",
          "POST /api/packages/uploads/missing",
          "GET /none");

  HostileRequest next(Random random) {
    return switch (random.nextInt(5)) {
      case 0, 1 -> with(random, "Authorization: " + wrongKey(random));
      case 2 -> with(random, "Cookie: " + wrongCookie(random));
      case 3 -> elsewhere(random);
      default -> logIn(random);
    };
  }

  private static String change(Random random) {
    return "{\"query\": \"" + HostileText.one(random, CHANGES) + "\"}";
  }

  private static HostileRequest with(Random random, String header) {
    String request = HostileText.one(random, REQUESTS);
    return HostileRequest.of(
            request,
            List.of(header, "Content-Type: application/json", "Sec-Fetch-Site: same-origin"),
            request.startsWith("GET") ? "" : change(random))
        .unanswered();
  }

  private String wrongKey(Random random) {
    String old = HostileText.one(random, keys);
    int at = random.nextInt(1, key.length());
    return HostileText.one(
        random,
        List.of(
            "Bearer " + old,
            "Bearer " + key.substring(0, at),
            "Bearer " + key.substring(at),
            "Bearer " + key + key,
            "Bearer " + key.substring(0, at) + "\u0000" + key.substring(at),
            "Bearer " + key.substring(0, at) + " " + key.substring(at),
            "Bearer " + key + "\u0000",
            "Bearer " + key.substring(0, at - 1) + "~" + key.substring(at),
            "Bearer " + ApiKeys.random(),
            "Bearer " + "A".repeat(random.nextInt(8_000)),
            "Bearer " + "A".repeat(1 << 20),
            "Bearer",
            "Bearer ",
            "Basic " + key,
            key,
            "Bearer x\r\nAuthorization: Bearer " + key,
            "Bearer x, Bearer " + key,
            "Bearer ' OR '1' = '1",
            "Bearer \u00e9\u20ac",
            "Digest username=\"x\""));
  }

  private String wrongCookie(Random random) {
    String token = cookie.substring(cookie.indexOf('=') + 1);
    return HostileText.one(
        random,
        List.of(
            HostileText.one(random, cookies),
            "praetor=" + token.substring(1),
            "praetor=" + token + "x",
            "praetor=" + token + "\u0000",
            "praetor=" + token + "; praetor=" + token,
            "praetor=x; praetor=" + token,
            "__Host-praetor=" + token,
            "Praetor=" + token,
            "praetor=" + key,
            "praetor=",
            "praetor",
            "praetor=" + "x".repeat(random.nextInt(7_000)),
            "praetor=\"" + token + "\"",
            "praetor=' OR 1=1 --",
            ";;;=;;"));
  }

  /**
   * Returns a request that another page makes a browser send, with the cookie or under its name.
   */
  private HostileRequest elsewhere(Random random) {
    List<String> headers = new ArrayList<>(List.of("Cookie: " + cookie));
    headers.addAll(
        HostileText.one(
            random,
            List.of(
                List.of("Content-Type: application/json"),
                List.of("Sec-Fetch-Site: cross-site", "Content-Type: application/json"),
                List.of("Sec-Fetch-Site: same-site", "Content-Type: application/json"),
                List.of("Sec-Fetch-Site: none", "Content-Type: application/json"),
                List.of("Origin: null", "Content-Type: application/json"),
                List.of("Origin: https://other.example", "Content-Type: application/json"),
                List.of("Origin: http://localhost.other.example", "Content-Type: application/json"),
                List.of("Origin: http://localhost:1", "Content-Type: application/json"),
                List.of("Sec-Fetch-Site: same-origin", "Content-Type: text/plain"),
                List.of("Sec-Fetch-Site: same-origin", "Content-Type: multipart/form-data"),
                List.of("Sec-Fetch-Site: same-origin"),
                List.of(
                    "Sec-Fetch-Site: same-origin",
                    "Host: other.example",
                    "Content-Type: application/json"),
                List.of(
                    "Sec-Fetch-Site: same-origin",
                    "Origin: http://other.example",
                    "Host: other.example",
                    "Content-Type: application/json"))));
    String request =
        HostileText.one(
            random,
            List.of(
                "POST /graphql",
                "POST /graphql/stream",
                "DELETE /api/session",
                "PUT /api/password"));
    return HostileRequest.of(request, headers, change(random)).unanswered();
  }

  /** Returns a request to log in, or to use a link, that fails. */
  private static HostileRequest logIn(Random random) {
    String text =
        HostileText.one(
            random,
            List.of(
                "bo",
                "BO ",
                "administrator",
                "",
                "\u0000",
                "bo\u0000",
                "\ud800",
                "' OR '1' = '1",
                "x".repeat(random.nextInt(20_000)),
                "\u0130",
                "user-" + random.nextInt(1_000)));
    String good =
        JsonMapper.shared()
            .writeValueAsString(
                random.nextInt(3) > 0
                    ? Map.of("name", text, "password", "wrong " + random.nextInt())
                    : Map.of("token", text, "password", "a password of " + text));
    String path =
        HostileText.one(
            random, List.of("/api/session", "/api/session", "/api/password/link", "/api/password"));
    String body =
        switch (random.nextInt(4)) {
          case 0 -> HostileText.otherTypes(random, good.replace(":", ": "));
          case 1 -> HostileText.broken(random, good);
          default -> good;
        };
    return HostileRequest.of("POST " + path, "", body);
  }
}
