package dev.praetor.server.live;

import dev.praetor.store.RunStore;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Glances at the projects of listeners, one after each change for all listeners with the same
 * projects. Thread-safe.
 */
final class GlancesWithin {
  private final RunStore store;
  private final InstantSource clock;
  private final Map<Set<String>, Shared> all = new ConcurrentHashMap<>();

  /**
   * The last glance at some projects.
   *
   * @param change the number of a change of the store, after which it was taken
   */
  private record Shared(int listeners, long change, Glance glance) {}

  GlancesWithin(RunStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Returns the first glance for a listener, which is taken after a change. */
  Glance begin(Set<String> projects, long change) {
    return Objects.requireNonNull(
            all.compute(projects, (_, known) -> after(known, projects, change, 1)))
        .glance();
  }

  /** Returns a glance that is taken after a change. */
  Glance after(Set<String> projects, long change) {
    return Objects.requireNonNull(
            all.compute(projects, (_, known) -> after(known, projects, change, 0)))
        .glance();
  }

  private Shared after(@Nullable Shared known, Set<String> projects, long change, int more) {
    int listeners = (known == null ? 0 : known.listeners()) + more;
    return known != null && known.change() >= change
        ? new Shared(listeners, known.change(), known.glance())
        : new Shared(
            listeners, change, Glance.within(store.glances().within(projects), clock.instant()));
  }

  /** Forgets a listener. */
  void end(Set<String> projects) {
    all.computeIfPresent(
        projects,
        (_, known) ->
            known.listeners() == 1
                ? null
                : new Shared(known.listeners() - 1, known.change(), known.glance()));
  }
}
