package dev.praetor.client;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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

  /** Returns the flow of a name. */
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

  /** Archives a flow: it makes no runs any more, and keeps its history. */
  public FlowInfo archive(String flow) {
    JsonNode data =
        graphql.data(
            "mutation ($flow: String!) { archiveFlow(flow: $flow) { %s } }"
                .formatted(FlowInfo.FIELDS),
            Map.of("flow", flow));
    return FlowInfo.of(new Json(data.path("archiveFlow")));
  }
}
