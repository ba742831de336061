package dev.praetor.client;

import dev.praetor.client.model.Json;
import dev.praetor.client.model.WorkerInfo;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The workers of a server. Thread-safe. */
public final class WorkersApi {
  private final GraphQl graphql;

  WorkersApi(GraphQl graphql) {
    this.graphql = graphql;
  }

  private Lists<WorkerInfo> lists() {
    return new Lists<>(graphql, "workers", "Worker", WorkerInfo.FIELDS, WorkerInfo::of);
  }

  /** Returns a page of workers, the last that started first by default. */
  public Page<WorkerInfo> page(Listing listing) {
    return lists().page(listing);
  }

  /** Returns workers, which are read page by page while the stream is consumed. */
  public Stream<WorkerInfo> all(Listing listing) {
    return lists().all(listing);
  }

  /**
   * Ends a worker: it takes no more runs, and ends when its runs have or its grace period is over.
   */
  public WorkerInfo drain(String id) {
    JsonNode data =
        graphql.data(
            "mutation ($id: ID!) { drainWorker(id: $id) { %s } }".formatted(WorkerInfo.FIELDS),
            Map.of("id", id));
    return WorkerInfo.of(new Json(data.path("drainWorker")));
  }

  /** Deletes a worker that has ended; its runs stay. */
  public void delete(String id) {
    JsonNode _ = graphql.data("mutation ($id: ID!) { deleteWorker(id: $id) }", Map.of("id", id));
  }
}
