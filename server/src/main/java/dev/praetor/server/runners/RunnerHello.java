package dev.praetor.server.runners;

import dev.praetor.RunId;
import dev.praetor.engine.AttemptSlots;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.task.PlainName;
import dev.praetor.store.wire.Fields;
import dev.praetor.store.wire.Malformed;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The first request of a runner, and the first one after its server has changed.
 *
 * @param code the SHA-256 of the package whose code it runs
 * @param worker the worker that started it; absent if there is none
 * @param name its name, as it is shown to users
 * @param version the version of Praetor
 * @param slots the largest number of runs at the same time
 * @param flows the flows of its code, by their names
 * @param runs the runs that it owns, as far as it knows
 * @param tickets its requests for slots of limited tags that have not ended
 * @param claims the keys of cached results that its task runs compute alone
 * @param request the number of its last request with events
 * @param session the number of the session that it asks for, from 1: larger than those before it
 */
record RunnerHello(
    String code,
    Optional<OfWorker> worker,
    String name,
    String version,
    int slots,
    Map<String, ServedFlow> flows,
    List<HeldRun> runs,
    List<HeldTicket> tickets,
    List<HeldClaim> claims,
    long request,
    long session) {
  private static final int MOST_SLOTS = 1_000_000;

  RunnerHello {
    flows = Map.copyOf(flows);
    runs = List.copyOf(runs);
    tickets = List.copyOf(tickets);
    claims = List.copyOf(claims);
  }

  /**
   * The worker of a runner.
   *
   * @param pid the number of the runner's process on its machine
   * @param isolated true if it runs one run that gets a process of its own
   */
  record OfWorker(String id, long pid, boolean isolated) {}

  /**
   * A flow of the runner's code.
   *
   * @param version the hash of its description
   * @param crashes the largest number of owners of one of its runs that may die
   */
  record ServedFlow(String version, int crashes) {}

  /**
   * A run that the runner owns.
   *
   * @param accepted the number of the last batch that a server has acknowledged; 0 if there is none
   * @param orders the run that gets the orders: the first one, of runs that retry each other
   */
  record HeldRun(RunId run, int epoch, long accepted, RunId orders) {}

  /**
   * A request for slots.
   *
   * @param held true if the slots were granted
   */
  record HeldTicket(long ticket, int epoch, AttemptSlots.Request request, boolean held) {}

  /**
   * The right to compute the result of a key alone.
   *
   * @param run the run that computes it
   */
  record HeldClaim(String claim, RunId run, String key) {}

  /** Returns the hashes of the descriptions of its flows. */
  Set<String> versions() {
    return flows.values().stream().map(ServedFlow::version).collect(Collectors.toSet());
  }

  private static String flowName(Fields flow) {
    String name = flow.name("name");
    if (!FlowKey.name(name).equals(name) || PlainName.hidden(name).isPresent()) {
      throw new Malformed(flow.where() + ".name", "is no name of a flow");
    }
    return name;
  }

  static RunnerHello read(Fields from) {
    Map<String, ServedFlow> flows = new HashMap<>();
    from.objects(
        "flows",
        flow ->
            flows.put(
                flowName(flow),
                new ServedFlow(
                    flow.hash("version"), flow.integer("crashes", 0, Integer.MAX_VALUE))));
    return new RunnerHello(
        from.hash("code"),
        from.has("worker")
            ? Optional.of(
                new OfWorker(
                    from.name("worker"),
                    from.number("pid", 0, Integer.MAX_VALUE),
                    from.flag("isolated")))
            : Optional.empty(),
        from.name("name"),
        from.name("version"),
        from.integer("slots", 1, MOST_SLOTS),
        flows,
        from.objects(
            "runs",
            run ->
                new HeldRun(
                    run.run("run"),
                    run.integer("epoch", 1, Integer.MAX_VALUE),
                    run.number("accepted", 0, Long.MAX_VALUE),
                    run.run("orders"))),
        from.objects(
            "tickets",
            ticket ->
                new HeldTicket(
                    ticket.number("ticket", 1, Long.MAX_VALUE),
                    ticket.integer("epoch", 1, Integer.MAX_VALUE),
                    new AttemptSlots.Request(
                        ticket.run("run"),
                        ticket.name("node"),
                        ticket.integer("index", -1, Integer.MAX_VALUE),
                        new HashSet<>(ticket.names("tags"))),
                    ticket.flag("held"))),
        from.has("claims")
            ? from.objects(
                "claims",
                claim -> new HeldClaim(claim.name("claim"), claim.run("run"), claim.text("key")))
            : List.of(),
        from.number("request", 0, Long.MAX_VALUE),
        from.has("session") ? from.number("session", 1, Long.MAX_VALUE) : 1);
  }
}
