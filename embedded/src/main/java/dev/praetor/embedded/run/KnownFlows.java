package dev.praetor.embedded.run;

import dev.praetor.Flow;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.RunStore;
import java.util.LinkedHashMap;
import java.util.List;
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

  /** The keys of the served flows, unless they may have changed since; guarded by their map. */
  private @Nullable Set<String> keys;

  /** The package of the served flows, or null; guarded by their map. */
  private @Nullable String code;

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
      keys = null;
    }
    return before == null ? flow : before.flow();
  }

  /** Sets that the served flows are those of a package, which projects may have registered. */
  public void ofPackage(String sha256) {
    synchronized (served) {
      code = sha256;
      keys = null;
    }
  }

  /** Returns the served flow of a key. */
  public Optional<FlowCode<?>> served(String key) {
    return Optional.ofNullable(served.get(FlowKey.name(key)));
  }

  /** Looks again, before the next answer, in which projects the served flows are registered. */
  public void forgetKeys() {
    synchronized (served) {
      keys = code == null ? keys : null;
    }
  }

  /** Returns the keys of the served flows: their names, in each project with their package. */
  public Set<String> servedKeys() {
    synchronized (served) {
      Set<String> known = keys == null ? readKeys() : keys;
      keys = known;
      return known;
    }
  }

  /** Returns the project of the served flows, or one of them if their package is in several. */
  public String project() {
    synchronized (served) {
      List<String> projects =
          registeredKeys().stream()
              .map(key -> FlowKey.of(key).project())
              .distinct()
              .sorted()
              .toList();
      return projects.isEmpty() || projects.contains(Registration.DEFAULT_PROJECT)
          ? Registration.DEFAULT_PROJECT
          : projects.getFirst();
    }
  }

  private List<String> registeredKeys() {
    return code == null
        ? List.of()
        : store.registeredFlows().ofPackages(List.of(code)).getOrDefault(code, List.of());
  }

  private Set<String> readKeys() {
    return FlowKey.served(served.keySet(), registeredKeys());
  }
}
