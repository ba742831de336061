package dev.praetor.server.workers;

import dev.praetor.server.access.Caller;
import dev.praetor.server.access.Reach;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.http.Answer;
import dev.praetor.server.http.Call;
import dev.praetor.server.http.Routes;
import dev.praetor.server.runners.VersionCheck;
import dev.praetor.store.RunStore;
import dev.praetor.store.access.RunnerTokens;
import dev.praetor.store.db.ProcessId;
import dev.praetor.store.json.WorkerOrdersJson;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerOffer;
import dev.praetor.store.model.WorkerRunner;
import dev.praetor.store.queue.WorkerDesk;
import dev.praetor.store.worker.NewWorker;
import dev.praetor.store.worker.Workers;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Answers the requests of workers that have no database. Thread-safe. */
public final class WorkerApi implements AutoCloseable {
  private static final String WORKER = "/api/workers/{worker}";
  private static final long LONGEST_WAIT = 20_000;
  private static final int MOST_RUNNERS = 1_000;
  private static final int MOST_LINES = 100;
  private static final int LONGEST_LINE = 600;

  private final String version;
  private final Workers workers;
  private final RunnerTokens tokens;
  private final Reach reach;
  private final WorkerDesk desk;
  private final Changes changes;

  /**
   * Creates the answers.
   *
   * @param reach the limits of callers
   * @param version the version of this server
   */
  public WorkerApi(RunStore store, Reach reach, String version) {
    this.version = version;
    this.workers = store.workers();
    this.tokens = store.runnerTokens();
    this.reach = reach;
    this.desk = store.workerDesk();
    this.changes = new Changes(store.signals());
  }

  /** Adds the requests. */
  public Routes.Builder addTo(Routes.Builder routes) {
    return routes
        .add("GET", "/api/workers", this::check)
        .add("PUT", WORKER, this::join)
        .add("DELETE", WORKER, this::leave)
        .add("POST", WORKER + "/report", this::report)
        .add("POST", WORKER + "/deaths", this::died)
        .add("POST", WORKER + "/drain", this::drain)
        .add("POST", WORKER + "/runners", this::token)
        .add("DELETE", WORKER + "/runners/{runner}", this::endToken)
        .add("GET", WORKER + "/changes", this::changes);
  }

  private static String id(Call call, String... options) {
    call.requireOptions(Set.of(options));
    return uuid(call.variable("worker"), "worker").toString();
  }

  private static UUID uuid(String given, String what) {
    try {
      return UUID.fromString(given);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ApiCode.BAD_REQUEST, "the id of a " + what + " is a UUID");
    }
  }

  private static Answer answer(ObjectNode json) {
    return Answer.json(200, json);
  }

  private static ObjectNode object() {
    return JsonMapper.shared().createObjectNode();
  }

  private Answer check(Call call) {
    call.requireOptions(Set.of());
    return answer(object().put("workers", true));
  }

  private Answer join(Call call) {
    String id = id(call);
    Message sent = Message.of(call.text());
    WorkerOffer offer =
        new WorkerOffer(
            sent.texts("pools"),
            sent.texts("labels"),
            sent.integer("slots", 1, WorkerOffer.MOST_SLOTS));
    reach.requirePools(Caller.current(), offer.pools());
    // Nothing but its reports tells whether a process elsewhere is alive.
    ProcessId process =
        new ProcessId(sent.text("host"), sent.number("pid", 0, Integer.MAX_VALUE), "", "", 0);
    NewWorker worker =
        new NewWorker(
            id, sent.text("name"), offer, process, sent.text("version"), sent.flag("drains"));
    VersionCheck.requireWorker(version, worker.version());
    return answer(object().put("name", workers.add(worker)));
  }

  private Answer report(Call call) {
    String id = id(call);
    Message sent = Message.of(call.text());
    StoredWorker.Report report =
        new StoredWorker.Report(sent.objects("runners", WorkerApi::runner), sent.texts("log"));
    if (report.runners().size() > MOST_RUNNERS || report.log().size() > MOST_LINES) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST,
          "a report has at most %,d runners and %d lines".formatted(MOST_RUNNERS, MOST_LINES));
    }
    if (report.log().stream().anyMatch(line -> line.length() > LONGEST_LINE)) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST, "a line has at most %d characters".formatted(LONGEST_LINE));
    }
    return answer(WorkerOrdersJson.write(desk.report(id, report)));
  }

  private static WorkerRunner runner(Message each) {
    return new WorkerRunner(
        code(each),
        each.number("pid", 0, Integer.MAX_VALUE),
        each.time("started"),
        each.flag("isolated"));
  }

  private static String code(Message sent) {
    String code = sent.text("code");
    if (!code.matches("[0-9a-f]{64}")) {
      throw new RequestRefused(ApiCode.BAD_REQUEST, "'code' is the SHA-256 of a package");
    }
    return code;
  }

  private Answer died(Call call) {
    String id = id(call);
    Message sent = Message.of(call.text());
    long pid = sent.number("pid", 0, Integer.MAX_VALUE);
    workers.died(id, pid, sent.text("how"));
    tokens.endOfProcess(id, pid);
    return answer(object());
  }

  /** Makes the token of a runner that a worker is about to start. */
  private Answer token(Call call) {
    String id = id(call);
    Message sent = Message.of(call.text());
    UUID runner = uuid(sent.text("runner"), "runner");
    String code = code(sent);
    Caller caller = Caller.current();
    reach.requireToken(caller, code);
    return answer(object().put("token", tokens.create(runner, id, code, caller.key())));
  }

  private Answer endToken(Call call) {
    tokens.end(id(call), uuid(call.variable("runner"), "runner"));
    return answer(object());
  }

  private Answer drain(Call call) {
    workers.drain(id(call), id(call));
    return answer(object());
  }

  private Answer leave(Call call) {
    String id = id(call);
    tokens.endOfWorker(id); // Before the end is recorded, which is not repeated.
    workers.end(id);
    desk.forget(id);
    return answer(object());
  }

  private Answer changes(Call call) throws InterruptedException {
    String _ = id(call, "seen", "waitMs");
    String seen = call.option("seen").orElse("");
    String wait = call.option("waitMs").orElse("0");
    if (!wait.matches("\\d{1,6}") || Long.parseLong(wait) > LONGEST_WAIT) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST,
          "'waitMs' is a number of milliseconds up to %,d".formatted(LONGEST_WAIT));
    }
    String newest = changes.await(seen, Duration.ofMillis(Long.parseLong(wait)));
    return answer(object().put("change", newest));
  }

  /** Answers the requests that wait. */
  @Override
  public void close() {
    changes.close();
  }
}
