package dev.praetor.cli.place;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.cli.recorded.RunCode;
import dev.praetor.cli.recorded.RunIntents;
import dev.praetor.cli.recorded.RunReason;
import dev.praetor.client.Filter;
import dev.praetor.client.Listing;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.ServerRefused;
import dev.praetor.client.model.Artifact;
import dev.praetor.client.model.Reason;
import dev.praetor.client.model.RunInfo;
import dev.praetor.client.model.RunOwner;
import dev.praetor.engine.Timekeeper;
import dev.praetor.store.model.LogFilter;
import dev.praetor.store.model.OwnerLife;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoredArtifact;
import dev.praetor.store.model.StoredLog;
import dev.praetor.store.model.StoredProgress;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import dev.praetor.store.wire.RecordLines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The runs of a server. */
public final class ServerRuns implements RecordedRuns {
  private static final Duration EVER = Duration.ofDays(365);
  private static final int PAGE = 1_000;

  /** The number of task runs on a page, which have a cost each because of their values. */
  private static final int TASK_RUNS = 500;

  private static final List<StateType> UNSUCCESSFUL =
      Arrays.stream(StateType.values()).filter(StateType::isUnsuccessful).toList();
  private static final List<StateType> OPEN =
      List.of(
          StateType.RUNNING,
          StateType.QUEUED,
          StateType.RETRYING,
          StateType.SCHEDULED,
          StateType.PAUSED);

  private final PraetorClient client;
  private final Map<String, Optional<String>> specs = new ConcurrentHashMap<>();

  public ServerRuns(PraetorClient client) {
    this.client = client;
  }

  @Override
  public Optional<StoredRun> find(RunId id) {
    return client.runs().find(id).map(RunRecords::run);
  }

  @Override
  public List<StoredRun> list(RunFilter filter) {
    Filter where = Filter.ALL;
    if (filter.flow().isPresent()) {
      where = where.and(Filter.is("flow.name", filter.flow().get()));
    }
    if (filter.project().isPresent()) {
      where = where.and(Filter.is("project", filter.project().get()));
    }
    if (!filter.states().isEmpty()) {
      where = where.and(Filter.in("state", filter.states()));
    }
    if (filter.since().isPresent()) {
      where = where.and(Filter.of("created", "_gte", filter.since().get()));
    }
    if (!filter.labels().isEmpty()) {
      where = where.and(Filter.of("labels", "_contains", filter.labels()));
    }
    if (filter.after().isPresent()) {
      StoredRun last = filter.after().get();
      Filter sameTime =
          Filter.is("created", last.times().created()).and(Filter.of("id", "_lt", last.id()));
      where = where.and(Filter.of("created", "_lt", last.times().created()).or(sameTime));
    }
    return newest(where, Math.min(filter.limit(), PAGE));
  }

  private List<StoredRun> newest(Filter where, int most) {
    Listing listing =
        Listing.where(where).orderedDownBy("created").orderedDownBy("id").withFirst(most);
    return client.runs().page(listing).nodes().stream().map(RunRecords::run).toList();
  }

  @Override
  public List<StoredRun> findByPrefix(String idPrefix) {
    return newest(Filter.of("id", "_like", idPrefix + "%"), 100);
  }

  @Override
  public StoredRun settled(StoredRun run, boolean doubts) {
    OwnerLife life = run.owner().life();
    boolean isOpen =
        !run.state().isFinished()
            && (life == OwnerLife.SILENT || doubts && life == OwnerLife.HEARD);
    if (!isOpen) {
      return run;
    }
    Optional<RunOwner> owner = client.runs().settledOwner(run.id());
    StoredRun now = find(run.id()).orElse(run);
    return owner.isEmpty() ? now : RunRecords.withLife(now, owner.get());
  }

  @Override
  public List<StoredRun> settled(List<StoredRun> runs, boolean doubts) {
    return runs.stream().map(run -> settled(run, doubts)).toList();
  }

  @Override
  public StoredRun recorded(StoredRun run) {
    return client.runs().find(run.id()).map(RunRecords::recorded).orElse(run);
  }

  @Override
  public boolean isRegistered(RunId run) {
    return client.runs().find(run).map(RunInfo::code).filter(RunInfo.Code::registered).isPresent();
  }

  @Override
  public void requireProject(String name) {
    ServerProjects.require(client, name);
  }

  @Override
  public List<StoredTaskRun> taskRuns(RunId run, TaskRunFilter filter) {
    Filter where = Filter.is("run.id", run);
    if (filter.node().isPresent()) {
      where = where.and(Filter.is("node", filter.node().get()));
    }
    if (!filter.unsuccessfulFirst()) {
      return taskRuns(where, filter.after(), filter.limit());
    }
    Filter failed = where.and(Filter.in("state", UNSUCCESSFUL));
    Filter others = where.and(Filter.of("state", "_nin", UNSUCCESSFUL));
    if (filter.after().filter(last -> !last.state().isUnsuccessful()).isPresent()) {
      return taskRuns(others, filter.after(), filter.limit());
    }
    List<StoredTaskRun> first = taskRuns(failed, filter.after(), filter.limit());
    return first.size() == filter.limit()
        ? first
        : Stream.concat(
                first.stream(),
                taskRuns(others, Optional.empty(), filter.limit() - first.size()).stream())
            .toList();
  }

  private List<StoredTaskRun> taskRuns(Filter where, Optional<StoredTaskRun> after, int limit) {
    Filter rest =
        after
            .map(last ->
                where.and(
                    Filter.of("node", "_gt", last.node())
                        .or(
                            Filter.is("node", last.node())
                                .and(Filter.of("index", "_gt", last.index())))))
            .orElse(where);
    Listing listing =
        Listing.where(rest)
            .orderedBy("node")
            .orderedBy("index")
            .withFirst(Math.min(limit, TASK_RUNS));
    return client.everyTaskRun(listing).limit(limit).map(RunRecords::taskRun).toList();
  }

  @Override
  public Optional<StoredTaskRun> taskRun(RunId run, TaskPath path) {
    return client.runs().taskRun(run, path).map(RunRecords::taskRun);
  }

  @Override
  public List<StoredTaskRun> open(RunId run, int most) {
    return taskRuns(Filter.is("run.id", run).and(Filter.in("state", OPEN)), Optional.empty(), most);
  }

  @Override
  public Map<StateType, Integer> counts(RunId run, String node) {
    return client.runs().children(run, TaskPath.parse(node));
  }

  @Override
  public Optional<String> spec(String version) {
    return specs.computeIfAbsent(
        version, hash -> client.flows().version(hash).map(known -> known.graph().toString()));
  }

  @Override
  public Optional<Integer> versionNumber(StoredRun run) {
    return client.runs().versionNumber(run.id());
  }

  @Override
  public RunCode code(RunId run) {
    try (InputStream text = client.runs().record(run);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8))) {
      RecordLines record =
          RecordLines.readWhole(lines.lines().map(line -> line.getBytes(StandardCharsets.UTF_8)));
      return new RunCode(
          run,
          record,
          client.runs().packageOf(run),
          new ServerPackages(client.packages(), Timekeeper.system()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<StoredLog> logs(RunId run, LogFilter filter) {
    Filter where = Filter.is("run.id", run);
    if (filter.node().isPresent()) {
      where = where.and(Filter.is("node", filter.node().get()));
    }
    if (filter.index().isPresent()) {
      where = where.and(Filter.is("index", filter.index().get()));
    }
    if (!filter.levels().isEmpty()) {
      where = where.and(Filter.in("level", filter.levels()));
    }
    if (filter.after() > 0) {
      where = where.and(Filter.of("id", "_gt", filter.after()));
    }
    return client
        .logs(Listing.where(where).withFirst(Math.min(filter.limit(), PAGE)))
        .nodes()
        .stream()
        .map(RunRecords::log)
        .toList();
  }

  @Override
  public Optional<StoredLog> lastLog(RunId run, String node, int index) {
    return client.runs().lastLog(run, TaskPath.of(node, index)).map(RunRecords::log);
  }

  @Override
  public List<StoredProgress> progress(RunId run, int most) {
    return client.runs().reports(run, Math.min(most, PAGE)).stream()
        .map(report ->
            new StoredProgress(
                report.node(), report.index(), report.time(), report.part(), report.message()))
        .toList();
  }

  @Override
  public List<StoredArtifact> artifacts(RunId run) {
    return client.runs().artifacts(run).stream()
        .map(each ->
            new StoredArtifact(
                each.node(), each.index(), each.name(), each.attempt(), each.time(), each.size()))
        .toList();
  }

  @Override
  public Optional<String> content(RunId run, StoredArtifact artifact) {
    Artifact named =
        new Artifact(
            artifact.node(),
            artifact.index(),
            artifact.name(),
            artifact.attempt(),
            artifact.time(),
            artifact.size());
    try (InputStream content = client.runs().artifact(run, named)) {
      return Optional.of(new String(content.readAllBytes(), StandardCharsets.UTF_8));
    } catch (ServerRefused e) {
      if (e.serverCode().equals("NOT_FOUND")) {
        return Optional.empty();
      }
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<RunReason> reasons(RunId run) {
    return client.runs().waiting(run).stream().map(ServerRuns::reason).toList();
  }

  @Override
  public List<RunReason> reasons(RunId run, TaskPath task) {
    return client.runs().waiting(run, task).stream().map(ServerRuns::reason).toList();
  }

  private static RunReason reason(Reason reason) {
    ObjectNode json = JsonMapper.shared().createObjectNode().put("reason", reason.kind());
    reason.details().properties().forEach(each -> json.set(each.getKey(), each.getValue()));
    json.put("text", reason.text());
    return new RunReason(reason.kind(), reason.text(), json);
  }

  @Override
  public void awaitEnd(RunId run) throws InterruptedException {
    Optional<RunInfo> _ = client.runs().awaitEnd(run, EVER);
  }

  @Override
  public void write(StoredRun run, PrintWriter out) {
    try (Reader document =
        new InputStreamReader(client.runs().document(run.id()), StandardCharsets.UTF_8)) {
      long _ = document.transferTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public RunIntents intents() {
    return new ServerIntents(client.runs(), client.pruning());
  }

  @Override
  public void close() {
    client.close();
  }
}
