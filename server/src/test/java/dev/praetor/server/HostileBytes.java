package dev.praetor.server;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Requests that are no good HTTP, or no path, or have a body that is not what they say. */
final class HostileBytes {
  private static final String BODY = "{\"query\": \"{ server { version } }\"}";

  private static final List<String> PATHS =
      List.of(
          "/graphql",
          "/graphql/",
          "//graphql",
          "/graphql/stream",
          "/graphql/schema",
          "/graphiql/../../../etc/passwd",
          "/graphiql/%2e%2e/%2e%2e/etc/passwd",
          "/graphiql/..%2f..%2f..%2fetc%2fpasswd",
          "/login/..%5c..%5cadmin.key",
          "/login/%00",
          "/api/runs/%/logs",
          "/api/runs/%zz/logs",
          "/api/runs/%00/logs",
          "/api/runs/%ff%fe/document",
          "/api/runs/%ed%a0%80/document",
          "/api/runs/..%2f..%2fadmin.key/record",
          "/api/runs/ffffffff/results/%00/%2d1",
          "/api/runs/ffffffff/results/a/99999999999999999999",
          "/api/runs/ffffffff/logs?format=%00&level=x&node=&q=%25%5f",
          "/api/runs/ffffffff/artifacts/..%2f..",
          "/api/stream?topics=run:%00",
          "/api/stream?topics=" + "runs,".repeat(300),
          "/api/packages/..%2f",
          "/api/packages/files/" + "A".repeat(64),
          "/metrics?a=1&a=2",
          "/metrics?%=%",
          "/health/ready/../../metrics",
          "/health/live;a=b",
          "/?" + "a&".repeat(2_000),
          "*",
          "",
          "?",
          "/" + "a/".repeat(3_000),
          "/" + "%41".repeat(3_000),
          "/" + "x".repeat(20_000),
          "/ünï\u0000",
          "/\u202e",
          "http://other.example/graphql",
          "http://localhost:1/graphql#x",
          "//other.example/graphql",
          "/a b");
  private static final List<String> METHODS =
      List.of(
          "GET",
          "HEAD",
          "POST",
          "PUT",
          "DELETE",
          "OPTIONS",
          "PATCH",
          "TRACE",
          "CONNECT",
          "PRI",
          "get",
          "G\u0000T",
          "",
          "X".repeat(5_000),
          "PROPFIND");

  private HostileBytes() {}

  static HostileRequest next(Random random, String key) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> path(random, key);
      case 2 -> headers(random, key);
      case 3 -> lengths(random, key);
      case 4 -> chunks(random, key);
      case 5 -> damaged(random, key);
      case 6 -> protocol(random, key);
      default -> types(random, key);
    };
  }

  private static HostileRequest path(Random random, String key) {
    String path = HostileText.one(random, PATHS);
    String sent = random.nextInt(3) == 0 ? HostileText.broken(random, path) : path;
    String method = HostileText.one(random, METHODS);
    // What is no request line, or a change of protocol, need not be answered.
    return HostileRequest.of(method + " " + sent, key, random.nextBoolean() ? BODY : "")
        .unanswered()
        .left();
  }

  private static HostileRequest headers(Random random, String key) {
    int n = 1 + random.nextInt(2_000);
    List<String> odd =
        HostileText.one(
            random,
            List.of(
                List.of(key, key),
                List.of(key, "Authorization: Bearer x"),
                List.of(key, "Host: localhost", "Host: localhost"),
                List.of(key, "Host: other.example"),
                List.of(key, "Host:"),
                List.of(key, "Host: localhost:99999999999"),
                List.of(key, "Host: " + "a".repeat(n)),
                List.of(key, "Host: [::1"),
                List.of(key, "Host: loc\u0000alhost"),
                List.of(key, "Host: localhost, other.example"),
                List.of(key, "X-Forwarded-Host: other.example", "Forwarded: host=other.example"),
                List.of(key, "X-Forwarded-For: " + "1,".repeat(n)),
                List.of(key, "X-Long: " + "x".repeat(n * 20)),
                List.of(key, "X-" + "x".repeat(n * 20) + ": 1"),
                List.of(key, ": empty"),
                List.of(key, "no colon"),
                List.of(key, "Space : x"),
                List.of(key, " folded"),
                List.of(key, "X-Nul: \u0000"),
                List.of(key, "X-Return: a\rb"),
                List.of(key, "Cookie: " + "praetor=x; ".repeat(n)),
                List.of(key, "Expect: 100-continue"),
                List.of(key, "Expect: 200-ok"),
                List.of(key, "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"),
                List.of(key, "Upgrade: websocket", "Sec-WebSocket-Key: x"),
                List.of(key, "Content-Encoding: gzip"),
                List.of(key, "Accept-Encoding: " + "gzip,".repeat(n)),
                List.of(key, "Range: bytes=0-,0-,0-"),
                List.of(key, "Last-Event-ID: " + "-9".repeat(n)),
                List.of(key, "X-HTTP-Method-Override: DELETE"),
                List.of(key, String.join("\r\n", Collections.nCopies(n, "a: b")))));
    return HostileRequest.of("POST /graphql", odd, BODY).unanswered();
  }

  private static HostileRequest lengths(Random random, String key) {
    String length =
        HostileText.one(
            random,
            List.of(
                "-1",
                "0",
                "1",
                "5",
                "35",
                "36",
                "37",
                "+36",
                "0x24",
                "36, 36",
                "36, 37",
                "",
                "99999999999999999999",
                "9223372036854775807",
                "2000000",
                "36\r\nContent-Length: 37",
                "36\r\nContent-Length: 36",
                "36\r\nTransfer-Encoding: chunked",
                "3 6",
                "\u0663"));
    return raw(key, "Content-Length: " + length, BODY);
  }

  private static HostileRequest chunks(Random random, String key) {
    String encoding =
        HostileText.one(
            random,
            List.of("chunked", "chunked", "chunked, chunked", "gzip, chunked", "identity", "x"));
    String body =
        HostileText.one(
            random,
            List.of(
                "24\r\n" + BODY + "\r\n0\r\n\r\n",
                "24\r\n" + BODY + "\r\n",
                "FFFFFFFF\r\n" + BODY,
                "7FFFFFFFFFFFFFFF\r\n" + BODY,
                "FFFFFFFFFFFFFFFFFF\r\n" + BODY,
                "-1\r\n" + BODY + "\r\n0\r\n\r\n",
                "zz\r\n" + BODY + "\r\n0\r\n\r\n",
                "24;" + "x".repeat(3_000) + "\r\n" + BODY + "\r\n0\r\n\r\n",
                "24\n" + BODY + "\n0\n\n",
                "\r\n\r\n",
                "1\r\n{\r\n".repeat(2_000),
                "0\r\nTrailer: x\r\n\r\n",
                "0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "10000\r\n" + "x".repeat(0x10000) + "\r\n" + "10000\r\n" + "y".repeat(0x10000)));
    String sent = random.nextInt(3) == 0 ? HostileText.broken(random, body) : body;
    return raw(key, "Transfer-Encoding: " + encoding, sent);
  }

  private static HostileRequest raw(String key, String header, String body) {
    return HostileRequest.of(
            "POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n%s\r\n\r\n%s"
                .formatted(key, header, body))
        .unanswered();
  }

  /** Returns a good request with some bytes changed or missing. */
  private static HostileRequest damaged(Random random, String key) {
    byte[] bytes =
        "POST /graphql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(key, BODY.length(), BODY)
            .getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(5); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    if (random.nextInt(3) == 0) {
      bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    return HostileRequest.of(bytes).unanswered();
  }

  private static HostileRequest protocol(Random random, String key) {
    byte[] noise = new byte[1 + random.nextInt(3_000)];
    random.nextBytes(noise);
    return HostileText.one(
            random,
            List.of(
                HostileRequest.of("GET /health/live\r\n\r\n"),
                HostileRequest.of("GET /health/live HTTP/1.0\r\n" + key + "\r\n\r\n"),
                HostileRequest.of("GET /health/live HTTP/9.9\r\nHost: localhost\r\n\r\n"),
                HostileRequest.of("GET /metrics HTTP/1.1\r\n" + key + "\r\n\r\n"),
                HostileRequest.of("GET /health/live HTTP/1.1\nHost: localhost\n\n"),
                HostileRequest.of("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0"),
                HostileRequest.of("\r\n".repeat(1 + random.nextInt(5_000))),
                HostileRequest.of("x".repeat(1 + random.nextInt(50_000))),
                HostileRequest.of(
                    "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003"),
                HostileRequest.of("GET / HTTP/1.1\r\nHost: localhost\r\n".repeat(50)),
                HostileRequest.of(
                    "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(20)
                        + "GET / HTTP/1.1\r\n"),
                HostileRequest.of(noise)))
        .unanswered();
  }

  private static HostileRequest types(Random random, String key) {
    String type =
        HostileText.one(
            random,
            List.of(
                "text/plain",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=" + "x".repeat(random.nextInt(3_000)),
                "application/graphql",
                "application/json; charset=utf-16",
                "application/json; charset=none",
                "*/*",
                "a",
                "\u0000",
                ";;;"));
    byte[] body =
        HostileText.one(
            random,
            List.of(
                BODY.getBytes(StandardCharsets.UTF_16),
                ("query=" + BODY).getBytes(StandardCharsets.UTF_8),
                "--x\r\nContent-Disposition: form-data; name=operations\r\n\r\n{}\r\n--x--"
                    .getBytes(StandardCharsets.UTF_8),
                new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1},
                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                new byte[1 + random.nextInt(2 << 20)]));
    String path =
        HostileText.one(
            random, List.of("/graphql", "/graphql/stream", "/api/session", "/api/password"));
    return HostileRequest.of("POST " + path, List.of(key, "Content-Type: " + type), body)
        .unanswered();
  }
}
