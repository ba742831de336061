package dev.praetor.store.flow;

import dev.praetor.ErrorCode;
import dev.praetor.FlowSpec;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.engine.spec.FlowSpecReader;
import dev.praetor.store.db.FlowKeySql;
import dev.praetor.store.db.GivenName;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.event.EventTable;
import dev.praetor.store.event.NewEvent;
import dev.praetor.store.json.FlowSettingsJson;
import dev.praetor.store.model.EventKind;
import dev.praetor.store.model.FlowSettings;
import dev.praetor.store.model.RegisteredFlow;
import dev.praetor.store.model.RegisteredVersion;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.project.Projects;
import dev.praetor.store.signal.Topic;
import dev.praetor.store.write.WriteQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The flows that are registered, with their versions. A version is a graph and a package; the same
 * graph and package again are no new version. Thread-safe.
 */
public final class RegisteredFlows {
  private static final Logger LOG = LoggerFactory.getLogger(RegisteredFlows.class);
  private static final int LONGEST_NAME = 250;
  private static final int MOST_BOUND = 500;
  private static final String FLOWS =
      "SELECT "
          + VersionRows.COLUMNS
          + ", "
          + VersionRows.OF_FLOW
          + " FROM"
          + VersionRows.TABLES
          + "JOIN registered_flow f ON f.project = v.project AND f.name = v.flow"
          + " AND f.current = v.number ";
  private static final String VERSIONS =
      "SELECT " + VersionRows.COLUMNS + " FROM" + VersionRows.TABLES;

  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource clock;

  public RegisteredFlows(QueryRunner query, WriteQueue writes, InstantSource clock) {
    this.query = query;
    this.writes = writes;
    this.clock = clock;
  }

  /**
   * Registers flows, all or none of them. The files of their package must be in the store. A new
   * version becomes the current one, and so does an earlier version that is registered again.
   *
   * @param by the person who registers them; may be empty
   * @return the effect on each flow, in the order of their names
   * @throws StoreFailed with {@code CONFLICT} if files of the package are missing, or with {@code
   *     BAD_REQUEST} if a name does not belong to its description
   */
  public List<RegisteredChange> register(Registration registration, String by) {
    registration.flows().forEach(RegisteredFlows::check);
    new Projects(query, writes, clock).require(registration.project());
    RegistrationTable table =
        new RegistrationTable(registration, UUID.randomUUID().toString(), by, clock);
    return switch (writes.now(table::write, Topic.FLOWS)) {
      case RegistrationTable.Outcome.Done done -> {
        done.changes().forEach(RegisteredFlows::log);
        yield done.changes();
      }
      case RegistrationTable.Outcome.Missing missing ->
          throw MissingFiles.of(registration.contents(), missing.files());
    };
  }

  private static void check(String flow, FlowSpec spec) {
    GivenName.check("flow", flow);
    String described = FlowSpecReader.read(spec.json()).name();
    if (!described.equals(flow)
        || flow.isBlank()
        || flow.length() > LONGEST_NAME
        || flow.indexOf('/') >= 0) {
      throw new StoreFailed(
          ErrorCode.BAD_REQUEST,
          "flow '" + flow + "'",
          described.equals(flow)
              ? "the name of a flow has 1 to %d characters, none of them '/'"
                  .formatted(LONGEST_NAME)
              : "the description is of flow '%s', not of '%s'".formatted(described, flow),
          "");
    }
  }

  private static void log(RegisteredChange change) {
    if (change.kind() != RegisteredChange.Kind.UNCHANGED) {
      LOG.atInfo()
          .addKeyValue("flow", change.now().flowKey())
          .log("version {} is registered by '{}'", change.now().number(), change.now().by());
    }
  }

  /** Returns the flows of all projects by their names, archived ones included. */
  public List<RegisteredFlow> list() {
    return query.all(FLOWS + "ORDER BY f.name, f.project", List.of(), VersionRows::flow);
  }

  /** Returns the flows of a project by their names, archived ones included. */
  public List<RegisteredFlow> list(String project) {
    return query.all(
        FLOWS + "WHERE f.project = ? ORDER BY f.name",
        List.of(StorableText.plain(project)),
        VersionRows::flow);
  }

  /** Returns a flow. */
  public Optional<RegisteredFlow> find(String project, String flow) {
    return query.first(
        FLOWS + "WHERE f.project = ? AND f.name = ?",
        List.of(StorableText.plain(project), StorableText.plain(flow)),
        VersionRows::flow);
  }

  /** Returns the flows of these keys that are registered, by key. */
  public Map<String, RegisteredFlow> findAll(Collection<String> keys) {
    Map<String, RegisteredFlow> found = new LinkedHashMap<>();
    each(
        keys,
        some ->
            query
                .all(
                    FLOWS
                        + "WHERE (f.project, f.name) IN (VALUES "
                        + String.join(", ", Collections.nCopies(some.size(), "(?, ?)"))
                        + ")",
                    some.stream()
                        .map(FlowKey::of)
                        .flatMap(key -> Stream.of(key.project(), key.name()))
                        .<Object>map(StorableText::plain)
                        .toList(),
                    VersionRows::flow)
                .forEach(flow -> found.put(flow.key(), flow)));
    return found;
  }

  /** Returns the keys of the flows of packages. */
  public Map<String, List<String>> ofPackages(Collection<String> packages) {
    Map<String, List<String>> flows = new HashMap<>();
    if (!packages.isEmpty()) {
      query.all(
          "SELECT DISTINCT package, "
              + FlowKeySql.key("project", "flow")
              + " AS flow_key FROM registered_version WHERE package IN ("
              + String.join(", ", Collections.nCopies(packages.size(), "?"))
              + ") ORDER BY flow_key",
          List.copyOf(packages),
          row ->
              flows
                  .computeIfAbsent(row.getString("package"), _ -> new ArrayList<>())
                  .add(row.getString("flow_key")));
    }
    return flows;
  }

  private static void each(Collection<String> keys, Consumer<List<String>> few) {
    List<String> all = keys.stream().distinct().toList();
    for (int from = 0; from < all.size(); from += MOST_BOUND) {
      few.accept(all.subList(from, Math.min(from + MOST_BOUND, all.size())));
    }
  }

  private static String marks(List<?> values) {
    return String.join(", ", Collections.nCopies(values.size(), "?"));
  }

  /** Returns the versions of a flow, newest first; empty if the flow is not registered. */
  public List<RegisteredVersion> versions(FlowKey flow) {
    return query.all(
        VERSIONS + "WHERE v.project = ? AND v.flow = ? ORDER BY v.number DESC",
        List.of(StorableText.plain(flow.project()), StorableText.plain(flow.name())),
        VersionRows::version);
  }

  /** Returns the version of a flow with a number. */
  public Optional<RegisteredVersion> version(String project, String flow, int number) {
    return query.first(
        VERSIONS + "WHERE v.project = ? AND v.flow = ? AND v.number = ?",
        List.of(StorableText.plain(project), StorableText.plain(flow), number),
        VersionRows::version);
  }

  /**
   * Returns the versions with a graph, in which several packages may have code for it: newest
   * first.
   *
   * @param version the hash of the flow's description, as runs record it
   */
  public List<RegisteredVersion> withGraph(String version) {
    return query.all(
        VERSIONS + "WHERE v.version = ? ORDER BY v.created DESC, v.number DESC",
        List.of(version),
        VersionRows::version);
  }

  /** Returns the registered versions with each of these graphs, the newest first. */
  public Map<String, List<RegisteredVersion>> withGraphs(Collection<String> versions) {
    Map<String, List<RegisteredVersion>> found = new LinkedHashMap<>();
    each(
        versions,
        some ->
            query
                .all(
                    VERSIONS
                        + "WHERE v.version IN ("
                        + marks(some)
                        + ") ORDER BY v.created DESC, v.number DESC",
                    List.copyOf(some),
                    VersionRows::version)
                .forEach(version ->
                    found.computeIfAbsent(version.version(), _ -> new ArrayList<>()).add(version)));
    return found;
  }

  /**
   * Returns the description of a version.
   *
   * @throws StoreFailed if it is not in the store
   */
  public FlowSpec spec(RegisteredVersion version) {
    return query
        .first(
            "SELECT spec FROM flow_version WHERE hash = ?",
            List.of(version.version()),
            row -> new FlowSpec(row.getString("spec")))
        .orElseThrow(() ->
            new StoreFailed(
                ErrorCode.NOT_FOUND,
                "flow '" + version.flow() + "'",
                "the description of version %d of flow '%s' is not in the store"
                    .formatted(version.number(), version.flow()),
                "register it again"));
  }

  /**
   * Archives a flow: it makes no runs any more and keeps its history. Runs in progress go on, and
   * new versions may be registered.
   *
   * @param by the person who archives it; may be empty
   * @return false if it was archived already
   * @throws StoreFailed if the flow is not registered
   */
  public boolean archive(String project, String flow, String by) {
    Instant now = clock.instant();
    boolean changed =
        change(
            project,
            flow,
            "archived = ?, archived_by = ? WHERE archived IS NULL",
            List.of(Micros.micros(now), StorableText.plain(by)),
            NewEvent.of(EventKind.FLOW_ARCHIVED, "flow '%s' is archived".formatted(flow))
                .flow(new FlowKey(project, flow).text())
                .by(by));
    if (changed) {
      LOG.atInfo()
          .addKeyValue("flow", new FlowKey(project, flow).text())
          .log("the flow is archived by '{}'", by);
    }
    return changed;
  }

  /**
   * Takes back that a flow is archived. Its schedule continues from now.
   *
   * @param by the person who does so; may be empty
   * @return false if it was not archived
   * @throws StoreFailed if the flow is not registered
   */
  public boolean unarchive(String project, String flow, String by) {
    String name = StorableText.plain(flow);
    boolean changed =
        writes.now(
            connection -> unarchive(connection, StorableText.plain(project), name, by),
            Topic.FLOWS);
    if (!changed) {
      var _ = require(project, flow);
    }
    return changed;
  }

  private boolean unarchive(Connection connection, String project, String flow, String by)
      throws SQLException {
    int changed =
        Sql.update(
            connection,
            """
            UPDATE registered_flow SET archived = NULL, archived_by = ''
            WHERE project = ? AND name = ? AND archived IS NOT NULL
            """,
            project,
            flow);
    if (changed > 0) {
      long now = Micros.micros(clock.instant());
      String key = new FlowKey(project, flow).text();
      EventTable.write(
          connection,
          clock.instant(),
          NewEvent.of(EventKind.FLOW_UNARCHIVED, "flow '%s' is archived no longer".formatted(flow))
              .flow(key)
              .by(by));
      Sql.update(
          connection,
          "UPDATE schedule_place SET handled = ? WHERE (flow = ? OR owner = ?) AND handled < ?",
          now,
          key,
          key,
          now);
    }
    return changed > 0;
  }

  /**
   * Sets default parameters and labels of a flow's new runs, and forgets the ones set before.
   *
   * @throws StoreFailed if the flow is not registered
   */
  public void set(String project, String flow, FlowSettings settings) {
    change(
        project, flow, "settings = ? WHERE 1 = 1", List.of(FlowSettingsJson.write(settings)), null);
  }

  private boolean change(
      String project, String flow, String what, List<Object> bound, @Nullable NewEvent event) {
    List<Object> all = new ArrayList<>(bound);
    all.add(StorableText.plain(project));
    all.add(StorableText.plain(flow));
    int changed =
        writes.now(
            connection -> {
              int rows =
                  Sql.update(
                      connection,
                      "UPDATE registered_flow SET " + what + " AND project = ? AND name = ?",
                      all.toArray());
              if (rows > 0 && event != null) {
                EventTable.write(connection, clock.instant(), event);
              }
              return rows;
            },
            Topic.FLOWS);
    if (changed == 0) {
      var _ = require(project, flow);
    }
    return changed > 0;
  }

  /**
   * Returns a flow.
   *
   * @throws StoreFailed if it is not registered; the advice names a flow of a similar name
   */
  public RegisteredFlow require(String project, String flow) {
    String names = "SELECT name FROM registered_flow WHERE project = ? ORDER BY name LIMIT 1000";
    return find(project, flow)
        .orElseThrow(() ->
            UnknownFlow.notRegistered(
                project,
                flow,
                query.all(
                    names, List.of(StorableText.plain(project)), row -> row.getString("name"))));
  }
}
