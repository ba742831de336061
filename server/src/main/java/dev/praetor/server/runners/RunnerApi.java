package dev.praetor.server.runners;

import dev.praetor.RunId;
import dev.praetor.engine.Journal;
import dev.praetor.server.access.Caller;
import dev.praetor.server.access.Callers;
import dev.praetor.server.access.Reach;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.ApiError;
import dev.praetor.server.error.ErrorTranslation;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.http.Answer;
import dev.praetor.server.http.Call;
import dev.praetor.server.http.Routes;
import dev.praetor.store.RunStore;
import dev.praetor.store.access.RunnerTokens;
import dev.praetor.store.blob.BlobReader;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.secret.LocalSecrets;
import dev.praetor.store.wire.EventJson;
import dev.praetor.store.wire.Fields;
import dev.praetor.store.wire.RecordJson;
import dev.praetor.store.wire.RecordLines;
import dev.praetor.store.wire.RunnerEvent;
import dev.praetor.store.write.JournalWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers the requests of runners. Thread-safe. */
public final class RunnerApi implements AutoCloseable {
  private static final String RUNNER = "/api/runners/{runner}";
  private static final int LARGEST_EVENTS = 64 << 20;
  private static final int LARGEST_VALUE = 100 << 20;
  private static final int LARGEST_PIECE = 4 << 20;
  private static final int MOST_SLOTS = 1_000_000;
  private static final long LONGEST_WAIT = 20_000;

  /** The longest time in which events become durable before the runner has to ask again. */
  private static final Duration LONGEST_WRITE = Duration.ofSeconds(20);

  private final RunnerSessions sessions;
  private final RunnerSecrets secrets;
  private final RunnerVariables variables;
  private final RunnerTokens tokens;
  private final Reach reach;
  private final Callers callers;
  private final ValueUploads uploads = new ValueUploads();

  /**
   * Creates the answers.
   *
   * @param secrets the secrets of the store
   * @param callers the callers of the server
   * @param version the version of Praetor
   */
  public RunnerApi(
      RunStore store, LocalSecrets secrets, Callers callers, String version, InstantSource clock) {
    this.secrets = new RunnerSecrets(secrets.granted());
    this.variables = new RunnerVariables(store.variables());
    this.tokens = store.runnerTokens();
    this.reach = callers.reach();
    this.callers = callers;
    this.sessions = new RunnerSessions(store, version, RunnerSessions.LEASE, clock);
  }

  /** Adds the requests. */
  public Routes.Builder addTo(Routes.Builder routes) {
    String description = ApiDescription.text();
    return routes
        .add("GET", "/api/openapi.json", _ -> Answer.text("application/json", description))
        .add("GET", "/api/runners", this::list)
        .add("PUT", RUNNER, LARGEST_EVENTS, this::open)
        .add("DELETE", RUNNER, this::end)
        .add("POST", RUNNER + "/events", LARGEST_EVENTS, this::events)
        .add("POST", RUNNER + "/news", this::news)
        .add("GET", RUNNER + "/runs/{run}", this::run)
        .add("GET", RUNNER + "/runs/{run}/record", this::record)
        .add("POST", RUNNER + "/runs/{run}/child", this::child)
        .add("GET", RUNNER + "/versions/{hash}", this::version)
        .add("GET", RUNNER + "/values/{hash}", this::value)
        .add("PUT", RUNNER + "/values/{hash}", LARGEST_PIECE, this::upload)
        .add("POST", RUNNER + "/artifacts", LARGEST_VALUE, this::artifact)
        .add("POST", RUNNER + "/secrets", this::secret)
        .add("POST", RUNNER + "/variables", this::variable)
        .add("POST", RUNNER + "/cache/find", this::find)
        .add("POST", RUNNER + "/cache/put", LARGEST_VALUE, this::put)
        .add("POST", RUNNER + "/cache/claims/{claim}", this::claim)
        .add("DELETE", RUNNER + "/cache/claims/{claim}", this::release);
  }

  /** Returns whether a runner has a session here, and was not heard for long. */
  public boolean isSuspect(String runner) {
    return sessions.isSuspect(runner);
  }

  private static UUID id(Call call) {
    return uuid(call, "runner");
  }

  private static UUID uuid(Call call, String variable) {
    try {
      return UUID.fromString(call.variable(variable));
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ApiCode.BAD_REQUEST, "the id of a " + variable + " is a UUID");
    }
  }

  private RunnerSession session(Call call, String... options) {
    call.requireOptions(Set.of(options));
    return sessions.require(id(call));
  }

  private static RunId runId(Call call) {
    return new RunId(uuid(call, "run"));
  }

  private static ObjectNode object() {
    return RunnerNews.object();
  }

  private static ObjectNode lease(RunnerSession session) {
    return object().put("sinceBeat", session.store().sinceBeat().toMillis());
  }

  private Answer list(Call call) {
    call.requireOptions(Set.of());
    ObjectNode json = object();
    ArrayNode all = json.putArray("runners");
    for (RunnerSession session : sessions.all()) {
      if (!reach.sees(Caller.current(), session.hello().worker().map(RunnerHello.OfWorker::id))) {
        continue;
      }
      Duration silence = session.silence().length();
      all.addObject()
          .put("id", session.id().toString())
          .put("name", session.hello().name())
          .put("package", session.hello().code())
          .put("version", session.hello().version())
          .put("slots", session.hello().slots())
          .put("runs", session.runs())
          .put("silentMs", silence.toMillis())
          .put("suspect", silence.compareTo(RunnerSessions.SUSPECT) >= 0);
    }
    return Answer.json(200, json);
  }

  private Answer open(Call call) {
    call.requireOptions(Set.of());
    RunnerHello hello = RunnerHello.read(Fields.of(call.body(), "runner"));
    reach.requireSession(
        Caller.current(), hello.code(), hello.worker().map(RunnerHello.OfWorker::id));
    RunnerSessions.Opened opened = sessions.open(id(call), hello);
    ObjectNode json = lease(opened.session());
    opened.session().store().limitedTags().forEach(json.putArray("limited")::add);
    ArrayNode lost = json.putArray("lost");
    opened.lost().forEach(run -> lost.add(run.toString()));
    return Answer.json(200, json);
  }

  private Answer end(Call call) {
    call.requireOptions(Set.of("died"));
    boolean died = call.option("died").isPresent();
    sessions.end(id(call), died ? JournalWriter.Ending.DIED : JournalWriter.Ending.HANDED_OVER);
    uploads.forget(id(call));
    tokens.end(id(call));
    return Answer.json(200, object());
  }

  private Answer events(Call call) throws InterruptedException {
    RunnerSession session = session(call);
    Fields message = Fields.of(call.body(), "message");
    long number = message.number("request", 1, Long.MAX_VALUE);
    List<RunnerEvent> events = message.objects("events", EventJson::read);
    CompletableFuture<List<ObjectNode>> outcomes = session.events(number, events);
    try {
      return answer(session, outcomes.get(LONGEST_WRITE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw new RequestRefused(
          ApiCode.UNAVAILABLE, "the store cannot be written to at the moment; send the same again");
    } catch (ExecutionException e) {
      return Answer.error(ErrorTranslation.of(Objects.requireNonNullElse(e.getCause(), e)));
    }
  }

  private static Answer answer(RunnerSession session, List<ObjectNode> outcomes) {
    List<ObjectNode> refused = outcomes.stream().filter(each -> each.has("refused")).toList();
    if (refused.isEmpty()) {
      ObjectNode json = lease(session);
      outcomes.forEach(json.putArray("outcomes")::add);
      return Answer.json(200, json);
    }
    List<Map<String, Object>> details = new ArrayList<>();
    for (ObjectNode outcome : outcomes) {
      details.add(Map.of("outcome", outcome));
    }
    return Answer.error(
        ApiError.of(
                ApiCode.CONFLICT,
                "run %s: %s"
                    .formatted(
                        refused.getFirst().path("run").asString(),
                        refused.getFirst().path("refused").asString()))
            .withDetails(details));
  }

  private Answer news(Call call) throws InterruptedException {
    RunnerSession session = session(call);
    Fields message = Fields.of(call.body(), "message");
    long seen = message.number("seen", 0, Long.MAX_VALUE);
    Caller caller = Caller.current();
    List<ObjectNode> news =
        session.news(
            message.text("session").equals(session.name()) ? seen : 0,
            message.integer("free", 0, MOST_SLOTS),
            Duration.ofMillis(message.number("wait", 0, LONGEST_WAIT)),
            () -> callers.requireAgain(caller));
    ObjectNode json = lease(session);
    session.store().limitedTags().forEach(json.putArray("limited")::add);
    json.put("session", session.name());
    news.forEach(json.putArray("news")::add);
    return Answer.json(200, json);
  }

  private Answer run(Call call) {
    return Answer.json(200, RecordJson.write(readable(session(call), runId(call))));
  }

  /** Returns a run that the runner may read: its own, or a run that its own continue. */
  private static StoredRun readable(RunnerSession session, RunId id) {
    session.requireReadable(id);
    return session.store().runs().recorded(id).orElseThrow(() -> StoreFailed.noRun(id));
  }

  private Answer record(Call call) {
    RunnerSession session = session(call);
    StoredRun run = readable(session, runId(call));
    return Answer.stream(
        "application/jsonl", out -> RecordLines.write(session.store().runs().records(), run, out));
  }

  private Answer child(Call call) {
    RunnerSession session = session(call);
    String task = Fields.of(call.body(), "message").name("task");
    ObjectNode json = object();
    session
        .child(new Journal.Parent(runId(call), task))
        .ifPresent(run -> json.set("run", RecordJson.write(run)));
    return Answer.json(200, json);
  }

  private Answer version(Call call) {
    RunnerSession session = session(call);
    String hash = call.variable("hash");
    return Answer.json(
        200,
        object()
            .put(
                "spec",
                Optional.of(hash)
                    .filter(session::knowsVersion)
                    .flatMap(session.store().runs()::spec)
                    .orElseThrow(() ->
                        new RequestRefused(ApiCode.NOT_FOUND, "there is no version " + hash))));
  }

  private static String hash(Call call) {
    String hash = call.variable("hash");
    if (!hash.matches("[0-9a-f]{64}")) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST, "a value is named by its SHA-256 in lower-case hexadecimal");
    }
    return hash;
  }

  /** Returns a value that is large. A damaged one counts as absent, as everywhere. */
  private Answer value(Call call) {
    RunnerSession session = session(call);
    String hash = hash(call);
    BlobReader values = session.store().runs().records().blobs();
    String text =
        values
            .read(hash)
            .orElseThrow(() -> new RequestRefused(ApiCode.NOT_FOUND, "there is no value " + hash));
    return Answer.text("application/json", text);
  }

  private Answer upload(Call call) {
    RunnerSession session = session(call, "offset", "size");
    boolean whole =
        uploads.add(
            session.id(),
            session.store().received(),
            hash(call),
            number(call, "offset"),
            number(call, "size"),
            call.body());
    return Answer.json(200, object().put("whole", whole));
  }

  private static long number(Call call, String option) {
    String text = call.option(option).orElse("");
    if (!text.matches("\\d{1,18}")) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST, "'%s' must be a whole number from 0".formatted(option));
    }
    return Long.parseLong(text);
  }

  private Answer artifact(Call call) {
    RunnerSession session = session(call);
    Fields message = Fields.of(call.body(), "artifact");
    Journal.Origin from = EventJson.origin(message);
    session.requireOpen(from.run());
    try {
      session
          .store()
          .received()
          .artifact(new Journal.Artifact(from, message.name("name"), message.text("content")));
    } catch (Journal.TooLarge e) {
      throw new RequestRefused(ApiCode.TOO_LARGE, String.valueOf(e.getMessage()));
    }
    return Answer.json(200, object());
  }

  private Answer secret(Call call) {
    RunnerSession session = session(call);
    Fields message = Fields.of(call.body(), "message");
    String name = message.name("name");
    RunId run = message.run("run");
    session.requireOpen(run);
    return Answer.json(200, object().put("value", secrets.value(run, name)));
  }

  private Answer variable(Call call) {
    RunnerSession session = session(call);
    Fields message = Fields.of(call.body(), "message");
    String name = message.name("name");
    RunId run = message.run("run");
    session.requireOpen(run);
    return Answer.json(200, variables.answer(run, name));
  }

  private Answer find(Call call) {
    RunnerSession session = session(call);
    Fields message = Fields.of(call.body(), "request");
    RunId run = message.run("run");
    session.requireOpen(run);
    return Answer.json(200, session.cache().find(message, run));
  }

  private Answer put(Call call) {
    RunnerSession session = session(call);
    Fields message = Fields.of(call.body(), "request");
    RunId run = message.run("run");
    session.requireOpen(run);
    session.cache().put(message, run);
    return Answer.json(200, object());
  }

  private Answer claim(Call call) throws InterruptedException {
    RunnerSession session = session(call);
    Fields message = Fields.of(call.body(), "request");
    Duration wait = Duration.ofMillis(message.number("wait", 0, LONGEST_WAIT));
    RunId run = message.run("run");
    session.requireOpen(run);
    boolean taken = session.cache().claim(uuid(call, "claim").toString(), message, run, wait);
    return Answer.json(200, object().put("taken", taken));
  }

  private Answer release(Call call) {
    session(call).cache().release(uuid(call, "claim").toString());
    return Answer.json(200, object());
  }

  /** Ends the sessions; the runners go on, and look for another server. */
  @Override
  public void close() {
    sessions.close();
  }
}
