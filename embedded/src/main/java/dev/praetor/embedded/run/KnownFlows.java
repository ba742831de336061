package dev.praetor.embedded.run;

import dev.praetor.Flow;
import dev.praetor.store.RunStore;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The flows whose code this process has: by name the flows that it serves, and a few of the others
 * that it started last. Thread-safe.
 */
public final class KnownFlows {
  private static final int MOST_STARTED = 64;
  private final RunStore store;
  private final EngineSettings settings;
  private final Map<String, FlowCode<?>> served = new ConcurrentHashMap<>();

  /** The names of the served flows, unless some were added since; guarded by their map. */
  private @Nullable Set<String> names;

  /** Flows have no equality of their own, so this is a map by identity. */
  private final Map<Flow<?>, FlowCode<?>> started =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Flow<?>, FlowCode<?>> eldest) {
          return size() > MOST_STARTED;
        }
      };

  public KnownFlows(RunStore store, EngineSettings settings) {
    this.store = store;
    this.settings = settings;
  }

  /** Returns the code of a flow. */
  @SuppressWarnings("unchecked") // Each flow is mapped to its own code.
  public <R extends @Nullable Object> FlowCode<R> of(Flow<R> flow) {
    FlowCode<?> same = served.get(flow.name());
    if (same != null && same.flow() == flow) {
      return (FlowCode<R>) same;
    }
    synchronized (started) {
      return (FlowCode<R>)
          started.computeIfAbsent(flow, each -> FlowCode.of(each, store, settings));
    }
  }

  /**
   * Adds a flow whose waiting runs this process starts.
   *
   * @return the flow that is served under its name: another one if that was added before
   */
  public Flow<?> serve(Flow<?> flow) {
    FlowCode<?> code = of(flow);
    FlowCode<?> before = served.putIfAbsent(flow.name(), code);
    synchronized (served) {
      names = null;
    }
    return before == null ? flow : before.flow();
  }

  /** Returns the served flow of a name. */
  public Optional<FlowCode<?>> served(String name) {
    return Optional.ofNullable(served.get(name));
  }

  /** Returns the names of the served flows. */
  public Set<String> servedNames() {
    synchronized (served) {
      Set<String> known = names == null ? Set.copyOf(served.keySet()) : names;
      names = known;
      return known;
    }
  }
}
