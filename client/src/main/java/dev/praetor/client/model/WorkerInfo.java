package dev.praetor.client.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A worker: a program that runs registered flows. Immutable.
 *
 * @param id the id, new for each start
 * @param runners the processes in which it runs flows
 * @param log the last lines of its own log, oldest first
 */
public record WorkerInfo(
    String id,
    String name,
    State state,
    Offer offer,
    Place place,
    Times times,
    List<Runner> runners,
    List<String> log) {
  public static final String FIELDS =
      """
      id name state pools labels slots version host pid started heartbeat ended
      runners { package flows { name } pid started running } log\
      """;

  /** The states of workers. */
  public enum State {
    RUNNING,
    DRAINING,
    ENDED
  }

  /**
   * The runs that a worker takes. Immutable.
   *
   * @param pools the pools whose runs it takes
   * @param labels its labels: it takes runs that need none but these
   * @param slots the largest number of runs at the same time
   */
  public record Offer(List<String> pools, List<String> labels, int slots) {
    public Offer {
      pools = List.copyOf(pools);
      labels = List.copyOf(labels);
    }
  }

  /** The process of a worker, and its version of Praetor. */
  public record Place(String host, long pid, String version) {}

  /** The times of a worker: its start, when it was heard last, and its end. */
  public record Times(Instant started, Instant heartbeat, Optional<Instant> ended) {}

  /**
   * A process of a worker, with the code of a package. Immutable.
   *
   * @param code the SHA-256 of the package
   * @param flows the names of the registered flows of the package
   * @param running the number of its runs in progress
   */
  public record Runner(String code, List<String> flows, long pid, Instant started, int running) {
    public Runner {
      flows = List.copyOf(flows);
    }

    static Runner of(Json json) {
      return new Runner(
          json.text("package"),
          json.list("flows", flow -> flow.text("name")),
          json.large("pid"),
          json.time("started"),
          json.number("running"));
    }
  }

  public WorkerInfo {
    runners = List.copyOf(runners);
    log = List.copyOf(log);
  }

  public static WorkerInfo of(Json json) {
    return new WorkerInfo(
        json.text("id"),
        json.text("name"),
        State.valueOf(json.text("state")),
        new Offer(texts(json, "pools"), texts(json, "labels"), json.number("slots")),
        new Place(json.text("host"), json.large("pid"), json.text("version")),
        new Times(json.time("started"), json.time("heartbeat"), json.optionalTime("ended")),
        json.list("runners", Runner::of),
        texts(json, "log"));
  }

  private static List<String> texts(Json json, String name) {
    return json.list(name, each -> each.node().asString());
  }
}
