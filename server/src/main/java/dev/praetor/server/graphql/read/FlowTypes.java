package dev.praetor.server.graphql.read;

import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.server.access.Caller;
import dev.praetor.server.graphql.schema.Later;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.model.FlowSettings;
import dev.praetor.store.model.RegisteredFlow;
import dev.praetor.store.model.RegisteredVersion;
import dev.praetor.store.query.Belonging;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.row.FlowRow;
import dev.praetor.store.query.row.FlowVersionRow;
import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The code for flows and their versions. */
final class FlowTypes {
  private final Reads reads;

  FlowTypes(Reads reads) {
    this.reads = reads;
  }

  List<TypeCode<?>> all() {
    return List.of(flow(), version(), registered(), code(), file(), archive(), defaults());
  }

  private TypeCode<FlowRow> flow() {
    return TypeCode.of("Flow", FlowRow.class)
        .field("name", FlowRow::name)
        .field("key", FlowRow::key)
        .field("project", FlowRow::project)
        .fetch("versions", this::versionsOf)
        .fetch(
            "runs",
            (flow, environment) ->
                runs(
                    environment,
                    Loaders.RUNS_OF_FLOW,
                    flow.key(),
                    Condition.is(RunField.FLOW, flow.key())))
        .fetch("schedule", (flow, environment) -> Loaders.SCHEDULE.load(environment, flow.key()))
        .field("schedules", flow -> reads.store().schedules().ofFlow(flow.key()))
        .fetch("current", FlowTypes::current)
        .fetch(
            "archived",
            (flow, environment) ->
                registered(environment, flow.key())
                    .map(known -> known != null && known.isArchived()))
        .fetch(
            "archive",
            (flow, environment) ->
                registered(environment, flow.key())
                    .mapOrNull(known -> known == null ? null : known.archive().orElse(null)))
        .fetch(
            "defaults",
            (flow, environment) ->
                registered(environment, flow.key())
                    .mapOrNull(known -> known == null ? null : known.settings()))
        .fetch("limit", (flow, environment) -> Loaders.FLOW_LIMIT.load(environment, flow.key()));
  }

  private static Later<@Nullable RegisteredFlow> registered(
      DataFetchingEnvironment environment, String flow) {
    return Loaders.REGISTERED.load(environment, flow);
  }

  /** Returns the version that new runs get. */
  private static Object current(FlowRow flow, DataFetchingEnvironment environment) {
    return registered(environment, flow.key())
        .mapOrNull(known ->
            known == null
                ? null
                : new FlowVersionRow(
                    known.current().version(),
                    known.key(),
                    known.current().created(),
                    Optional.of(known.current().code().sha256())));
  }

  private Object versionsOf(FlowRow flow, DataFetchingEnvironment environment) {
    Condition own = Belonging.isVersionOf(flow.key());
    return Loaders.VERSIONS_OF_FLOW.counted(
        environment, Entity.FLOW_VERSION, flow.key(), own, reads.queries()::countFlowVersions);
  }

  private Object runs(
      DataFetchingEnvironment environment, Loaders loader, Object of, Condition own) {
    return loader.counted(environment, Entity.RUN, of, own, reads.queries()::countRuns);
  }

  private TypeCode<FlowVersionRow> version() {
    return TypeCode.of("FlowVersion", FlowVersionRow.class)
        .field("id", FlowVersionRow::id)
        .field("flow", version -> new FlowRow(version.flow()))
        .field("created", FlowVersionRow::created)
        .fetch(
            "number",
            (version, environment) ->
                meant(version, environment)
                    .mapOrNull(known -> known == null ? null : known.number()))
        .fetch(
            "package",
            (version, environment) -> meant(version, environment).mapOrNull(known -> known))
        .fetch("registered", (version, environment) -> all(version, environment))
        .fetch("graph", (version, environment) -> graph(environment, version.id()))
        .fetch(
            "runs",
            (version, environment) ->
                runs(
                    environment,
                    Loaders.RUNS_OF_VERSION,
                    version.id(),
                    Condition.is(RunField.VERSION, version.id())));
  }

  /** Returns the description of a version as JSON. */
  static Object graph(DataFetchingEnvironment environment, String version) {
    Later<@Nullable String> spec = Loaders.SPEC.load(environment, version);
    return spec.mapOrNull(text -> text == null ? null : JsonMapper.shared().readTree(text));
  }

  /** Returns the registered versions with a graph, the newest first. */
  private static Later<List<RegisteredVersion>> all(
      FlowVersionRow version, DataFetchingEnvironment environment) {
    return Loaders.WITH_GRAPH
        .<List<RegisteredVersion>>load(environment, version.id())
        .map(all ->
            all == null
                ? List.of()
                : all.stream()
                    .filter(each -> Caller.current().sees(new FlowKey(each.project(), each.flow())))
                    .toList());
  }

  /** Returns the registered version of the package that is meant, or the newest. */
  private static Later<@Nullable RegisteredVersion> meant(
      FlowVersionRow version, DataFetchingEnvironment environment) {
    return all(version, environment)
        .mapOrNull(all ->
            all.stream()
                .filter(each -> each.flowKey().equals(version.flow()))
                .filter(each -> version.code().map(each.code().sha256()::equals).orElse(true))
                .findFirst()
                .orElse(null));
  }

  private static TypeCode<RegisteredVersion> registered() {
    return TypeCode.of("RegisteredVersion", RegisteredVersion.class)
        .field("project", RegisteredVersion::project)
        .field("number", RegisteredVersion::number)
        .field("package", version -> version)
        .field("by", RegisteredVersion::by)
        .field("created", RegisteredVersion::created);
  }

  /** Returns the code for packages, as their registrations describe them. */
  private TypeCode<RegisteredVersion> code() {
    return TypeCode.of("Package", RegisteredVersion.class)
        .field("files", version -> reads.store().packageFiles().of(version))
        .field("sha256", version -> version.code().sha256())
        .field("size", version -> version.code().size())
        .field("kind", version -> version.code().kind().name())
        .field("release", version -> version.code().release())
        .field("created", version -> version.code().created());
  }

  private static TypeCode<PackageFile> file() {
    return TypeCode.of("PackageFile", PackageFile.class)
        .field("name", PackageFile::name)
        .field("sha256", PackageFile::sha256)
        .field("size", PackageFile::size);
  }

  private static TypeCode<RegisteredFlow.Archive> archive() {
    return TypeCode.of("FlowArchive", RegisteredFlow.Archive.class)
        .field("by", RegisteredFlow.Archive::by)
        .field("since", RegisteredFlow.Archive::time);
  }

  private static TypeCode<FlowSettings> defaults() {
    return TypeCode.of("FlowDefaults", FlowSettings.class)
        .field("parameters", FlowTypes::parameters)
        .field("labels", FlowSettings::labels)
        .field("pool", FlowSettings::pool);
  }

  private static ObjectNode parameters(FlowSettings settings) {
    ObjectNode parameters = JsonMapper.shared().createObjectNode();
    settings
        .parameters()
        .forEach((name, json) -> parameters.set(name, ExactJson.MAPPER.readTree(json)));
    return parameters;
  }
}
