package dev.praetor.cli.place;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.cli.recorded.RunCode;
import dev.praetor.cli.recorded.RunIntents;
import dev.praetor.cli.recorded.RunReason;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.store.RunStore;
import dev.praetor.store.history.StoredDocument;
import dev.praetor.store.json.WaitReasonJson;
import dev.praetor.store.model.LogFilter;
import dev.praetor.store.model.RegisteredVersion;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoredArtifact;
import dev.praetor.store.model.StoredLog;
import dev.praetor.store.model.StoredProgress;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import dev.praetor.store.model.WaitReason;
import dev.praetor.store.signal.Subscription;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import tools.jackson.databind.node.ObjectNode;

/** The runs of a store that this process has open. */
public record StoreRuns(RunStore store) implements RecordedRuns {
  @Override
  public Optional<StoredRun> find(RunId id) {
    return store.find(id);
  }

  @Override
  public List<StoredRun> list(RunFilter filter) {
    return store.list(filter);
  }

  @Override
  public StoredRun settled(StoredRun run, boolean doubts) {
    return store.settled(run, doubts);
  }

  @Override
  public List<StoredRun> settled(List<StoredRun> runs, boolean doubts) {
    return store.settled(runs, doubts);
  }

  @Override
  public List<StoredTaskRun> taskRuns(RunId run, TaskRunFilter filter) {
    return store.taskRuns(run, filter);
  }

  @Override
  public Optional<StoredTaskRun> taskRun(RunId run, TaskPath path) {
    return store.taskRun(run, path);
  }

  @Override
  public Map<StateType, Integer> counts(RunId run, String node) {
    return store.counts(run, node);
  }

  @Override
  public Optional<String> spec(String version) {
    return store.spec(version);
  }

  @Override
  public List<StoredRun> findByPrefix(String idPrefix) {
    return store.findByPrefix(idPrefix);
  }

  @Override
  public StoredRun recorded(StoredRun run) {
    return store.recorded(run.id()).orElse(run);
  }

  @Override
  public boolean isRegistered(RunId run) {
    return store.neededCode().of(run).isPresent();
  }

  @Override
  public Optional<Integer> versionNumber(StoredRun run) {
    return store
        .neededCode()
        .of(run.id())
        .flatMap(code ->
            store.registeredFlows().versions(FlowKey.of(run.flow())).stream()
                .filter(each ->
                    each.code().sha256().equals(code)
                        && run.version().filter(each.version()::equals).isPresent())
                .findFirst())
        .map(RegisteredVersion::number);
  }

  @Override
  public void requireProject(String name) {
    store.projects().require(name);
  }

  @Override
  public RunCode code(RunId run) {
    return new RunCode(run, store.records(), store.neededCode().of(run), store.packageFiles());
  }

  @Override
  public List<StoredLog> logs(RunId run, LogFilter filter) {
    return store.logs(run, filter);
  }

  @Override
  public Optional<StoredLog> lastLog(RunId run, String node, int index) {
    return store.lastLog(run, node, index);
  }

  @Override
  public List<StoredTaskRun> open(RunId run, int most) {
    return store.open(run, most);
  }

  @Override
  public List<StoredProgress> progress(RunId run, int most) {
    return store.progress(run, most);
  }

  @Override
  public List<StoredArtifact> artifacts(RunId run) {
    return store.artifacts(run);
  }

  @Override
  public Optional<String> content(RunId run, StoredArtifact artifact) {
    return store.content(run, artifact);
  }

  @Override
  public List<RunReason> reasons(RunId run) {
    return reasons(store.waiting().reasons(run));
  }

  @Override
  public List<RunReason> reasons(RunId run, TaskPath task) {
    return reasons(store.waiting().reasons(run, task));
  }

  private static List<RunReason> reasons(List<WaitReason> reasons) {
    return reasons.stream()
        .map(reason -> {
          ObjectNode json = (ObjectNode) WaitReasonJson.of(List.of(reason)).get(0);
          return new RunReason(json.path("reason").asString(), reason.text(), json);
        })
        .toList();
  }

  @Override
  public void awaitEnd(RunId run) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    try (Subscription _ = store.ends().await(run, ended::countDown)) {
      ended.await();
    }
  }

  @Override
  public void write(StoredRun run, PrintWriter out) {
    StoredDocument.write(store, run, out);
  }

  @Override
  public RunIntents intents() {
    return new StoreIntents(store);
  }

  @Override
  public void close() {
    store.close();
  }
}
