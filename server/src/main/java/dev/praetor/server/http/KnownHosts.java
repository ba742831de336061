package dev.praetor.server.http;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.ApiError;
import dev.praetor.server.error.RequestRefused;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The names under which requests may come. A page of another site can make a name of its own lead
 * to this machine, and its requests then look like those of this server; an address cannot be made
 * to lead elsewhere. A server that other machines reach under names that nobody has told it takes
 * every name.
 *
 * @param names the names in small letters
 */
record KnownHosts(Set<String> names, boolean any) {
  private static final Pattern ADDRESS =
      Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");

  static KnownHosts of(Listener listener) {
    Set<String> names = new TreeSet<>(Set.of("localhost"));
    names.add(listener.host().toLowerCase(Locale.ROOT));
    listener.publicUrl().map(URI::getHost).ifPresent(host -> names.add(lower(host)));
    listener.names().forEach(name -> names.add(lower(name)));
    boolean isTold = listener.publicUrl().isPresent() || !listener.names().isEmpty();
    return new KnownHosts(names, !listener.isLoopback() && !isTold);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /**
   * Checks the host of a request.
   *
   * @param host the header of the request, with the port
   * @throws RequestRefused if it is unknown
   */
  void require(String host) {
    String name = lower(host).replaceFirst(":\\d*$", "");
    if (!any && !names.contains(name) && !ADDRESS.matcher(name).matches()) {
      throw new RequestRefused(
          ApiError.of(
                  ApiCode.BAD_REQUEST,
                  "this server is not known as '%s'; whoever operates it can permit that with"
                          .formatted(name.length() > 100 ? name.substring(0, 100) + "…" : name)
                      + " --public-url URL or --allow-host NAME")
              .withStatus(421));
    }
  }
}
