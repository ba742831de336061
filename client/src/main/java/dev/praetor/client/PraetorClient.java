package dev.praetor.client;

import dev.praetor.client.Connection.Request;
import dev.praetor.client.model.EventInfo;
import dev.praetor.client.model.Json;
import dev.praetor.client.model.LogLine;
import dev.praetor.client.model.ServerInfo;
import dev.praetor.client.model.TaskRunInfo;
import java.net.URI;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A client of a Praetor server. Reads are sent again when the server is away for a moment; changes
 * are sent once. Errors are {@link ServerRefused} with the code, the message and the details of the
 * server, or {@link ServerUnreachable}. Thread-safe; close it after use.
 *
 * <pre>{@code
 * try (PraetorClient client = PraetorClient.at(URI.create("http://127.0.0.1:4200"), key)) {
 *   RunId id = client.runs().create(NewRun.of("reminder").with("office", "DC")).id();
 *   RunInfo ended = client.runs().awaitEnd(id, Duration.ofMinutes(5)).orElseThrow();
 *   System.out.println(ended.state().name());
 *   client.runs()
 *       .all(Listing.where(Filter.is("flow.name", "reminder")))
 *       .limit(10)
 *       .forEach(run -> System.out.println(run.name()));
 * }
 * }</pre>
 */
public final class PraetorClient implements AutoCloseable {
  private final Connection connection;
  private final GraphQl graphql;

  private PraetorClient(Connection connection) {
    this.connection = connection;
    this.graphql = new GraphQl(connection);
  }

  /**
   * Returns a client of the server at an address, with the default patience. Nothing is sent yet.
   *
   * @param address the address, such as {@code http://127.0.0.1:4200}
   * @param key the key; may be empty if only the health is asked for
   * @throws ServerRefused if the address or the key is malformed
   */
  public static PraetorClient at(URI address, String key) {
    return at(address, key, ClientOptions.defaults());
  }

  /** Returns a client of the server at an address; see the other method for the parameters. */
  public static PraetorClient at(URI address, String key, ClientOptions options) {
    return new PraetorClient(new Connection(address, key, options));
  }

  /** Returns the address of the server. */
  public URI address() {
    return connection.address();
  }

  /** Returns the runs of the server. */
  public RunsApi runs() {
    return new RunsApi(connection, graphql);
  }

  /** Returns restarts of runs of the server. */
  public RestartsApi restarts() {
    return new RestartsApi(graphql);
  }

  /** Returns the deletion of old runs of the server. */
  public PruningApi pruning() {
    return new PruningApi(graphql);
  }

  /** Returns the flows of the server, with their versions. */
  public FlowsApi flows() {
    return new FlowsApi(graphql);
  }

  /** Returns the schedules of the server. */
  public SchedulesApi schedules() {
    return new SchedulesApi(graphql);
  }

  /** Returns the limits over all runs of the server. */
  public LimitsApi limits() {
    return new LimitsApi(graphql);
  }

  /** Returns the workers of the server. */
  public WorkersApi workers() {
    return new WorkersApi(graphql);
  }

  /** Returns the pools of the workers of the server. */
  public PoolsApi pools() {
    return new PoolsApi(graphql);
  }

  /** Returns the projects of the server. */
  public ProjectsApi projects() {
    return new ProjectsApi(graphql);
  }

  /** Returns the keys of programs that use the server. */
  public KeysApi keys() {
    return new KeysApi(graphql);
  }

  /** Returns the people who use the server. */
  public UsersApi users() {
    return new UsersApi(connection.address(), graphql);
  }

  /** Returns the audit log of the server. */
  public AuditApi audit() {
    return new AuditApi(graphql);
  }

  /** Returns the secrets of the server. */
  public SecretsApi secrets() {
    return new SecretsApi(graphql);
  }

  /** Returns the variables of the server. */
  public VariablesApi variables() {
    return new VariablesApi(graphql);
  }

  /** Returns the packages of the server, to register flows. */
  public PackagesApi packages() {
    return new PackagesApi(connection);
  }

  /** Returns a page of the task runs of all runs, those of the newest run first by default. */
  public Page<TaskRunInfo> taskRuns(Listing listing) {
    return allTaskRuns().page(listing);
  }

  /** Returns task runs of all runs, which are read page by page while the stream is consumed. */
  public Stream<TaskRunInfo> everyTaskRun(Listing listing) {
    return allTaskRuns().all(listing);
  }

  private Lists<TaskRunInfo> allTaskRuns() {
    return new Lists<>(graphql, "taskRuns", "TaskRun", TaskRunInfo.FIELDS, TaskRunInfo::of);
  }

  /** Returns a page of log lines of all runs, oldest line first within a run. */
  public Page<LogLine> logs(Listing listing) {
    return new Lists<>(graphql, "logs", "Log", LogLine.FIELDS, LogLine::of).page(listing);
  }

  /** Returns a page of events, the newest first by default. */
  public Page<EventInfo> events(Listing listing) {
    return allEvents().page(listing);
  }

  /** Returns events, which are read page by page while the stream is consumed. */
  public Stream<EventInfo> everyEvent(Listing listing) {
    return allEvents().all(listing);
  }

  private Lists<EventInfo> allEvents() {
    return new Lists<>(graphql, "events", "Event", EventInfo.FIELDS, EventInfo::of);
  }

  /** Returns the version and the clock of the server. */
  public ServerInfo server() {
    return ServerInfo.of(
        new Json(
            graphql.data("{ server { version database started now } }", Map.of()).path("server")));
  }

  /** Returns the health of the server, which needs no key. It is asked once. */
  public Health health() {
    return Health.of(connection.health(Request.get("/health/ready")));
  }

  /** Sends a request in GraphQL, and returns the whole answer with its data and errors. */
  public JsonNode query(String query, Map<String, ? extends @Nullable Object> variables) {
    return graphql.send(query, variables);
  }

  /** Returns the schema of the server. */
  public String schema() {
    return connection.text(Request.get("/graphql/schema"));
  }

  /** Ends the client; requests in progress are broken off. */
  @Override
  public void close() {
    connection.close();
  }
}
