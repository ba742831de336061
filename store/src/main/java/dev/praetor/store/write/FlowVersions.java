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
   * Writes the version of a flow unless it is in the store.
   *
   * @param parent the run that the flow is a part of, which names its project; absent if the key of
   *     the flow does
   */
  static void write(WriteSession session, Job.Version version, @Nullable String parent)
      throws SQLException {
    if (session.versions().contains(version.hash())) {
      return;
    }
    PreparedStatement insert =
        session.prepare(
            """
            INSERT INTO flow_version (hash, flow, spec, created)
            SELECT ?, %s, ?, ? WHERE true
            ON CONFLICT (hash) DO NOTHING
            """
                .formatted(FlowKeySql.within()));
    insert.setString(1, version.hash());
    Bind.text(insert, 2, parent);
    insert.setString(3, version.flow());
    insert.setString(4, version.spec());
    insert.setLong(5, Micros.micros(session.clock().instant()));
    insert.executeUpdate();
  }
}
