package dev.praetor.server.http;

import dev.praetor.server.access.Permissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The requests that a server answers, by path and method. A part of a path in braces, as in {@code
 * /api/runs/{id}/logs}, stands for any text without a slash. Immutable.
 */
public final class Routes {
  private final List<Place> all;

  /**
   * An answered request.
   *
   * @param open true if no key is needed
   * @param largestBody the largest body in bytes; 0 for the limit of all requests
   */
  record Route(String method, String path, boolean open, int largestBody, Endpoint endpoint) {
    /** Returns the name of the request in {@link Permissions}. */
    String name() {
      return method + " " + path;
    }
  }

  /**
   * The routes at a path.
   *
   * @param path the path as it was added; empty if there is no route
   * @param routes the routes by method
   * @param variables the parts of the path in braces, as they were sent
   */
  record Found(String path, Map<String, Route> routes, Map<String, String> variables) {
    Optional<Route> route(String method) {
      return Optional.ofNullable(routes.get(method));
    }

    /** Returns the parts of the path in braces, decoded. */
    Map<String, String> decoded() {
      Map<String, String> decoded = new HashMap<>();
      variables.forEach((name, raw) -> decoded.put(name, Address.part(raw)));
      return decoded;
    }
  }

  /** A path, by its parts. */
  private record Place(String path, List<String> parts, Map<String, Route> routes) {
    Optional<Found> match(String[] given) {
      if (given.length != parts.size()) {
        return Optional.empty();
      }
      Map<String, String> variables = new HashMap<>();
      for (int i = 0; i < given.length; i++) {
        String part = parts.get(i);
        if (part.startsWith("{") && !given[i].isEmpty()) {
          variables.put(part.substring(1, part.length() - 1), given[i]);
        } else if (!part.equals(given[i])) {
          return Optional.empty();
        }
      }
      return Optional.of(new Found(path, routes, variables));
    }
  }

  private Routes(List<Place> all) {
    this.all = List.copyOf(all);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Returns the methods of each path. */
  public Map<String, Set<String>> methods() {
    Map<String, Set<String>> methods = new TreeMap<>();
    all.forEach(place -> methods.put(place.path(), Set.copyOf(place.routes().keySet())));
    return methods;
  }

  /** Returns the routes at a path; none if nothing is there. */
  Found at(String path) {
    String[] parts = path.split("/", -1);
    for (Place place : all) {
      Optional<Found> found = place.match(parts);
      if (found.isPresent()) {
        return found.get();
      }
    }
    return new Found("", Map.of(), Map.of());
  }

  /** Builds routes. Not thread-safe. */
  public static final class Builder {
    private final Map<String, Map<String, Route>> all = new LinkedHashMap<>();

    /** Adds a request that needs a key. */
    public Builder add(String method, String path, Endpoint endpoint) {
      return add(new Route(method, path, false, 0, endpoint));
    }

    /**
     * Adds a request that needs a key, and may have a body beyond the limit of other requests.
     *
     * @param largestBody the largest body in bytes
     */
    public Builder add(String method, String path, int largestBody, Endpoint endpoint) {
      return add(new Route(method, path, false, largestBody, endpoint));
    }

    /** Adds a request that needs no key. */
    public Builder addOpen(String method, String path, Endpoint endpoint) {
      return add(new Route(method, path, true, 0, endpoint));
    }

    private Builder add(Route route) {
      if (!route.open()) {
        var _ = Permissions.needed(route.name());
      }
      all.computeIfAbsent(route.path(), _ -> new TreeMap<>()).put(route.method(), route);
      return this;
    }

    public Routes build() {
      List<Place> places = new ArrayList<>();
      all.forEach(
          (path, routes) -> places.add(new Place(path, List.of(path.split("/", -1)), routes)));
      return new Routes(places);
    }
  }
}
