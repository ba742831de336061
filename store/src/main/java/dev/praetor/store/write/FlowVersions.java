package dev.praetor.store.write;

import dev.praetor.FlowSpec;
import dev.praetor.engine.Journal;
import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Work;
import dev.praetor.store.db.Bind;
import dev.praetor.store.db.FlowKeySql;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.StorableText;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The versions of a flow and of the flows within it. Immutable. */
final class FlowVersions {
  private static final String VERSION =
      """
      INSERT INTO flow_version (hash, flow, spec, created)
      SELECT ?, %s, ?, ? WHERE true
      ON CONFLICT (hash) DO NOTHING
      """
          .formatted(FlowKeySql.within());
  private static final String OF_FLOW =
      """
      INSERT INTO version_of_flow (version, flow, created)
      SELECT ?, %s, ? WHERE true
      ON CONFLICT (version, flow) DO NOTHING
      """
          .formatted(FlowKeySql.within());

  private final Job.Version outer;
  private final Map<String, Set<Job.Version>> within = new HashMap<>();

  FlowVersions(FlowDefinition flow) {
    outer = version(flow);
    addWithin(flow, new HashSet<>());
  }

  private void addWithin(FlowDefinition flow, Set<FlowDefinition> seen) {
    for (GraphNode node : flow.graph().nodes()) {
      if (node.work() instanceof Work.RunFlow child && seen.add(child.flow())) {
        within
            .computeIfAbsent(child.flow().name(), _ -> new HashSet<>())
            .add(version(child.flow()));
        addWithin(child.flow(), seen);
      }
    }
  }

  private static Job.Version version(FlowDefinition flow) {
    FlowSpec spec = FlowSpec.of(flow);
    return new Job.Version(spec.version(), flow.name(), StorableText.ofJson(spec.json()));
  }

  /**
   * Returns the version of the flow of a run. A run within another run only names its flow, so the
   * version is unknown if several flows share the name.
   */
  Optional<Job.Version> of(Journal.Start start) {
    if (start.parent().isEmpty()) {
      return Optional.of(outer);
    }
    Set<Job.Version> named = within.getOrDefault(start.flow(), Set.of());
    return named.size() == 1 ? named.stream().findFirst() : Optional.empty();
  }

  /**
   * Writes the version of the flow of a run, unless it is in the store.
   *
   * @param flow the flow of the run, as in its row
   * @param within the run that the flow is in the project of; absent if {@code flow} is its key
   */
  static void write(WriteSession session, Job.Version version, String flow, @Nullable String within)
      throws SQLException {
    if (session.versions().contains(version.hash(), flow, within)) {
      return;
    }
    long now = Micros.micros(session.clock().instant());
    PreparedStatement insert = session.prepare(VERSION);
    insert.setString(1, version.hash());
    Bind.text(insert, 2, within);
    insert.setString(3, flow);
    insert.setString(4, version.spec());
    insert.setLong(5, now);
    insert.executeUpdate();
    PreparedStatement place = session.prepare(OF_FLOW);
    place.setString(1, version.hash());
    Bind.text(place, 2, within);
    place.setString(3, flow);
    place.setLong(4, now);
    place.executeUpdate();
  }

  /**
   * The versions of flows that were committed over a connection, which need not be written again.
   * All are forgotten when they are many, as each run with runs within it adds some. Used by one
   * thread at a time.
   */
  static final class Recorded {
    private static final int MOST = 10_000;

    /** A version of a flow, as it is written for a run. */
    private record Place(String hash, String flow, @Nullable String within) {}

    private final Set<Place> all = new HashSet<>();

    boolean contains(String hash, String flow, @Nullable String within) {
      return all.contains(new Place(hash, flow, within));
    }

    void add(String hash, String flow, @Nullable String within) {
      if (all.size() >= MOST) {
        all.clear();
      }
      all.add(new Place(hash, flow, within));
    }
  }
}
