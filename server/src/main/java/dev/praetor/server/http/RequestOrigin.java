package dev.praetor.server.http;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * The page from which a browser sends a request. Browsers send cookies by themselves, so a request
 * that changes something must come from a page of this server; a program that has a key says so in
 * a header, which no other page can make a browser send.
 *
 * @param publicUrl the address by which browsers reach the server, if it is another one
 */
record RequestOrigin(Optional<URI> publicUrl) {
  private static final HeaderName SITE = HeaderNames.create("Sec-Fetch-Site");

  /** Returns whether requests of a method change nothing. */
  static boolean isSafe(String method) {
    return method.equals("GET") || method.equals("HEAD");
  }

  /**
   * Checks that a request with a cookie comes from a page of this server.
   *
   * @throws RequestRefused if it comes from another one, or does not say from where
   */
  void requireOwn(ServerRequestHeaders headers) {
    requireNotOther(headers);
    if (headers.first(SITE).isEmpty() && headers.first(HeaderNames.ORIGIN).isEmpty()) {
      throw refused("a request that changes something with a session must say its origin");
    }
    // A form of another page cannot send JSON.
    String type = headers.first(HeaderNames.CONTENT_TYPE).orElse("").toLowerCase(Locale.ROOT);
    if (!type.split(";", -1)[0].strip().equals("application/json")) {
      throw refused("a request that changes something with a session must be application/json");
    }
  }

  /**
   * Checks that a request does not come from a page of another server.
   *
   * @throws RequestRefused if it does
   */
  void requireNotOther(ServerRequestHeaders headers) {
    Optional<String> site = headers.first(SITE);
    Optional<String> origin = headers.first(HeaderNames.ORIGIN);
    boolean isOther = site.isPresent() && !site.get().equals("same-origin");
    if (isOther || origin.filter(each -> !isOwn(each, headers)).isPresent()) {
      throw refused("requests from pages of other servers are refused");
    }
  }

  private boolean isOwn(String origin, ServerRequestHeaders headers) {
    String host = headers.first(HeaderNames.HOST).orElse("");
    return origin.equalsIgnoreCase("https://" + host)
        || origin.equalsIgnoreCase("http://" + host)
        || publicUrl.map(URI::toString).filter(origin::equalsIgnoreCase).isPresent();
  }

  private static RequestRefused refused(String why) {
    return new RequestRefused(ApiCode.FORBIDDEN, why);
  }
}
