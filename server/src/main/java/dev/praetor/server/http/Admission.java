package dev.praetor.server.http;

import dev.praetor.server.access.Caller;
import dev.praetor.server.access.CallerCheck;
import dev.praetor.server.access.Callers;
import dev.praetor.server.access.Credentials;
import dev.praetor.server.error.RequestRefused;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules by which a request is let in, before anything of its body is read: its host, its
 * origin, its sender, and what the sender may do. Thread-safe.
 */
record Admission(
    Callers callers,
    KnownHosts hosts,
    RequestOrigin origin,
    SessionCookie cookie,
    boolean proxied) {
  private static final HeaderName FORWARDED = HeaderNames.create("X-Forwarded-For");

  static Admission of(Listener listener, Callers callers) {
    Optional<URI> publicUrl = listener.publicUrl();
    return new Admission(
        callers,
        KnownHosts.of(listener),
        new RequestOrigin(publicUrl),
        new SessionCookie(listener.isSecure()),
        publicUrl.isPresent());
  }

  /**
   * Returns the sender of a request; a request to which there is no answer needs one, too.
   *
   * @throws RequestRefused if the request is not let in
   */
  Caller sender(Optional<Routes.Route> route, ServerRequest request) {
    ServerRequestHeaders headers = request.headers();
    String method = request.prologue().method().text();
    hosts.require(headers.first(HeaderNames.HOST).orElse(""));
    if (route.filter(Routes.Route::open).isPresent()) {
      if (!RequestOrigin.isSafe(method)) {
        origin.requireNotOther(headers);
      }
      return Caller.NOBODY;
    }
    return switch (credentials(headers)) {
      case Credentials.Session session -> {
        if (!RequestOrigin.isSafe(method)) {
          origin.requireOwn(headers);
        }
        yield callers.require(session);
      }
      case Credentials.Key key -> callers.require(key.text());
      case Credentials.None _, Credentials.Password _, Credentials.Link _ -> callers.require("");
    };
  }

  /** Returns the name of a request that needs a role; empty for any other one. */
  static String asked(Routes.Route route) {
    return route.open() ? "" : route.name();
  }

  /**
   * Checks that a sender may send a request.
   *
   * @param variables the decoded parts of the path that the route leaves open, by their names
   * @throws RequestRefused if not
   */
  void permit(Caller sender, Optional<Routes.Route> route, Map<String, String> variables) {
    route
        .filter(each -> !each.open())
        .ifPresent(each -> {
          CallerCheck.require(sender, each.name());
          callers.reach().require(sender, each.name(), variables);
        });
  }

  /** Returns what the headers prove; a key comes before a cookie. */
  private Credentials credentials(ServerRequestHeaders headers) {
    Optional<String> key = headers.first(HeaderNames.AUTHORIZATION);
    if (key.isPresent()) {
      return new Credentials.Key(key.get());
    }
    String cookies = String.join(";", headers.all(HeaderNames.COOKIE, List::of));
    return cookie
        .token(cookies)
        .<Credentials>map(Credentials.Session::new)
        .orElseGet(Credentials.None::new);
  }

  /**
   * Returns the address from which a request comes. A proxy on this machine says for whom it asks;
   * of several addresses, the last one is what it saw itself.
   */
  String address(ServerRequest request) {
    if (request.remotePeer().address() instanceof InetSocketAddress socket) {
      InetAddress peer = socket.getAddress();
      Optional<String> forwarded =
          proxied && peer.isLoopbackAddress()
              ? request.headers().first(FORWARDED)
              : Optional.empty();
      return forwarded
          .map(all -> all.substring(all.lastIndexOf(',') + 1).strip())
          .filter(last -> !last.isEmpty() && last.length() < 100)
          .orElseGet(peer::getHostAddress);
    }
    return "";
  }
}
