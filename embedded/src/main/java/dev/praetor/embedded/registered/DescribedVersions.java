package dev.praetor.embedded.registered;

import dev.praetor.FlowSpec;
import dev.praetor.engine.spec.FlowDescription;
import dev.praetor.engine.spec.FlowSpecReader;
import dev.praetor.store.flow.RegisteredFlows;
import dev.praetor.store.model.RegisteredVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The descriptions of versions of flows, which never change: those of the versions that made runs
 * last are kept, so that not every run reads and parses them again. Thread-safe.
 */
final class DescribedVersions {
  private static final int MOST = 100;
  private static final int LONGEST = 200_000;
  private final RegisteredFlows flows;
  private final Map<String, Described> kept = new LinkedHashMap<>(16, 0.75f, true);

  DescribedVersions(RegisteredFlows flows) {
    this.flows = flows;
  }

  /** A version, as text and as what the text says. */
  record Described(FlowSpec spec, FlowDescription description) {
    static Described of(FlowSpec spec) {
      return new Described(spec, FlowSpecReader.read(spec.json()));
    }
  }

  /**
   * Returns the description of a version.
   *
   * @throws dev.praetor.store.model.StoreFailed if it is not in the store
   */
  Described of(RegisteredVersion version) {
    return of(version, () -> flows.spec(version));
  }

  /** Returns the description of a version, whose text is at hand. */
  Described of(RegisteredVersion version, FlowSpec spec) {
    return of(version, () -> spec);
  }

  private Described of(RegisteredVersion version, Supplier<FlowSpec> text) {
    synchronized (kept) {
      Described known = kept.get(version.version());
      if (known != null) {
        return known;
      }
    }
    Described described = Described.of(text.get());
    if (described.spec().json().length() <= LONGEST) {
      keep(version.version(), described);
    }
    return described;
  }

  private void keep(String version, Described described) {
    synchronized (kept) {
      kept.put(version, described);
      if (kept.size() > MOST) {
        var oldest = kept.keySet().iterator();
        oldest.next();
        oldest.remove();
      }
    }
  }
}
