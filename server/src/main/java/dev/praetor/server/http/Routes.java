package dev.praetor.server.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The requests that a server answers, by path and method. Immutable. */
public final class Routes {
  private final Map<String, Map<String, Route>> all;

  /**
   * An answered request.
   *
   * @param open true if no key is needed
   */
  record Route(String method, String path, boolean open, Endpoint endpoint) {}

  private Routes(Map<String, Map<String, Route>> all) {
    this.all = all;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Returns the route of a request, if there is one. */
  Optional<Route> find(String method, String path) {
    return Optional.ofNullable(at(path).get(method));
  }

  /** Returns the routes at a path, by method. */
  Map<String, Route> at(String path) {
    return all.getOrDefault(path, Map.of());
  }

  /** Builds routes. Not thread-safe. */
  public static final class Builder {
    private final Map<String, Map<String, Route>> all = new LinkedHashMap<>();

    /** Adds a request that needs a key. */
    public Builder add(String method, String path, Endpoint endpoint) {
      return add(new Route(method, path, false, endpoint));
    }

    /** Adds a request that needs no key. */
    public Builder addOpen(String method, String path, Endpoint endpoint) {
      return add(new Route(method, path, true, endpoint));
    }

    private Builder add(Route route) {
      all.computeIfAbsent(route.path(), _ -> new TreeMap<>()).put(route.method(), route);
      return this;
    }

    public Routes build() {
      return new Routes(new LinkedHashMap<>(all));
    }
  }
}
