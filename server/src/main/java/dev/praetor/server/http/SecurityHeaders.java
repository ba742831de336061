package dev.praetor.server.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** The headers of every answer that tell browsers what they may do with it. */
final class SecurityHeaders {
  private static final Map<String, String> ALWAYS = always();

  private SecurityHeaders() {}

  private static Map<String, String> always() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Cache-Control", "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    // An answer that is opened as a page does nothing; pages have a policy of their own.
    headers.put(
        "Content-Security-Policy",
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    headers.put("X-Frame-Options", "DENY");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    return headers;
  }

  /**
   * Returns the headers.
   *
   * @param secure true if browsers reach the server with encryption
   * @param host the host of the request: a browser applies the rule of encryption to all servers of
   *     a host, and on localhost there may be others
   */
  static Map<String, String> of(boolean secure, String host) {
    if (!secure || host.startsWith("localhost")) {
      return ALWAYS;
    }
    Map<String, String> headers = new LinkedHashMap<>(ALWAYS);
    headers.put("Strict-Transport-Security", "max-age=31536000");
    return headers;
  }
}
