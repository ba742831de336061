package dev.praetor.client;

import dev.praetor.client.model.FlowInfo;
import dev.praetor.client.model.FlowVersionInfo;
import dev.praetor.client.model.Json;
import dev.praetor.client.model.RegisteredInfo;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The flows of a server, with their versions. Thread-safe. */
public final class FlowsApi {
  private final GraphQl graphql;

  FlowsApi(GraphQl graphql) {
    this.graphql = graphql;
  }

  private Lists<FlowInfo> flows() {
    return new Lists<>(graphql, "flows", "Flow", FlowInfo.FIELDS, FlowInfo::of);
  }

  private Lists<FlowVersionInfo> lists() {
    return new Lists<>(
        graphql, "flowVersions", "FlowVersion", FlowVersionInfo.FIELDS, FlowVersionInfo::of);
  }

  /** Returns a page of flows, by name by default. */
  public Page<FlowInfo> page(Listing listing) {
    return flows().page(listing);
  }

  /** Returns flows, which are read page by page while the stream is consumed. */
  public Stream<FlowInfo> all(Listing listing) {
    return flows().all(listing);
  }

  /**
   * Returns a flow.
   *
   * @param name the name of a flow of the default project, or {@code project/name}
   */
  public Optional<FlowInfo> find(String name) {
    JsonNode data =
        graphql.data(
            "query ($name: String!) { flow(name: $name) { %s } }".formatted(FlowInfo.FIELDS),
            Map.of("name", name));
    return new Json(data.path("flow")).map(FlowInfo::of);
  }

  /** Returns a page of versions of flows. */
  public Page<FlowVersionInfo> versions(Listing listing) {
    return lists().page(listing);
  }

  /** Returns the version with this hash. */
  public Optional<FlowVersionInfo> version(String id) {
    return versions(Listing.where(Filter.is("id", id))).nodes().stream().findFirst();
  }

  /** Returns the registered versions of a flow, newest first. */
  public List<RegisteredInfo> registered(String flow) {
    Lists<List<RegisteredInfo>> graphs =
        new Lists<>(
            graphql,
            "flowVersions",
            "FlowVersion",
            "id flow { name } registered " + RegisteredInfo.FIELDS,
            FlowsApi::registered);
    int end = flow.indexOf('/');
    String project = end < 0 ? "default" : flow.substring(0, end);
    return graphs
        .all(Listing.where(Filter.is("flow.name", flow)).withFirst(500))
        .flatMap(List::stream)
        .filter(version -> version.project().equals(project))
        .sorted(Comparator.comparingInt(RegisteredInfo::number).reversed())
        .toList();
  }

  private static List<RegisteredInfo> registered(Json version) {
    String flow = version.at("flow").text("name");
    return version.list("registered", each -> RegisteredInfo.of(each, flow, version.text("id")));
  }

  /** Returns the files of the package of the current version of a flow, in class path order. */
  public List<NewPackage.PackagedFile> files(RegisteredInfo version) {
    JsonNode data =
        graphql.data(
            """
            query ($version: String!) { flowVersions(where: {id: {_eq: $version}}) {
              nodes { registered { number package { sha256 files { name sha256 size } } } } } }\
            """,
            Map.of("version", version.version()));
    return new Json(data.path("flowVersions").path("nodes").path(0))
        .list("registered", each -> each.at("package")).stream()
            .filter(code -> code.text("sha256").equals(version.code().sha256()))
            .findFirst()
            .map(code ->
                code.list(
                    "files",
                    file ->
                        new NewPackage.PackagedFile(
                            file.text("name"), file.text("sha256"), file.large("size"))))
            .orElse(List.of());
  }

  /** Archives a flow: it makes no runs any more, and keeps its history. */
  public FlowInfo archive(String flow) {
    return archive(flow, true);
  }

  /** Lets an archived flow make runs again. */
  public FlowInfo unarchive(String flow) {
    return archive(flow, false);
  }

  private FlowInfo archive(String flow, boolean archived) {
    return changed(
        "mutation ($flow: String!, $archived: Boolean) { archiveFlow(flow: $flow, archived: $archived) { %s } }",
        Map.of("flow", flow, "archived", archived));
  }

  private FlowInfo changed(String mutation, Map<String, ? extends @Nullable Object> variables) {
    JsonNode data = graphql.data(mutation.formatted(FlowInfo.FIELDS), variables);
    return FlowInfo.of(new Json(data.path(data.propertyNames().iterator().next())));
  }

  /** Changes the defaults of new runs of a registered flow; new versions keep them. */
  public FlowInfo set(String flow, Defaults defaults) {
    Map<String, @Nullable Object> variables = new LinkedHashMap<>();
    variables.put("flow", flow);
    defaults.parameters().ifPresent(values -> variables.put("parameters", values));
    defaults.labels().ifPresent(texts -> variables.put("labels", texts));
    if (defaults.isLimit()) {
      variables.put("limit", defaults.limit().orElse(null));
    }
    if (defaults.isPool()) {
      variables.put("pool", defaults.pool().orElse(null));
    }
    return changed(
        """
        mutation ($flow: String!, $parameters: JSON, $labels: JSON, $limit: Int, $pool: String) {
          setFlowDefaults(flow: $flow, parameters: $parameters, labels: $labels, limit: $limit,
                          pool: $pool) { %s } }\
        """,
        variables);
  }

  /**
   * A change of the defaults of new runs of a flow, in which what is absent stays as it is.
   * Immutable.
   *
   * @param parameters all values of parameters that a run does not give itself
   * @param labels all labels of new runs beside their own
   * @param isLimit true to change the limit
   * @param limit the largest number of runs at the same time; absent to remove the limit
   * @param isPool true to change the pool
   * @param pool the pool of new runs; absent if the code of the flow names it
   */
  public record Defaults(
      Optional<Map<String, @Nullable Object>> parameters,
      Optional<Map<String, String>> labels,
      boolean isLimit,
      Optional<Integer> limit,
      boolean isPool,
      Optional<String> pool) {}
}
