package dev.praetor.store.write;

import dev.praetor.ErrorCode;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import dev.praetor.Transition;
import dev.praetor.engine.Journal;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.secret.Masker;
import dev.praetor.store.blob.Blob;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.json.BlobValue;
import dev.praetor.store.json.HistoryJson;
import dev.praetor.store.json.JsonValues;
import dev.praetor.store.json.LoopJson;
import dev.praetor.store.json.NodeCodecs;
import dev.praetor.store.json.ParametersJson;
import dev.praetor.store.json.StoredValue;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes the batches of one run as rows. Used by one thread at a time, in the order of the
 * batches.
 */
final class RunEncoder {
  private static final Logger LOG = LoggerFactory.getLogger(RunEncoder.class);

  /** The number of states in a part of a long history. */
  private static final int PART = 16;

  private final String run;
  private final NodeCodecs codecs;
  private final Masker masker;
  private final int epoch;
  private final long largestResult;
  private final List<Transition> flowHistory = new ArrayList<>();
  private final Set<String> counted = new HashSet<>();

  /** The number of written parts of each long history. */
  private final Map<TaskKey, Integer> parts = new HashMap<>();

  private record TaskKey(String node, int index) {}

  private @Nullable Long started;

  RunEncoder(Journal.Start start, int epoch, long largestResult) {
    this.run = start.run().toString();
    this.codecs = new NodeCodecs(start.graph());
    this.masker = start.masker();
    this.epoch = epoch;
    this.largestResult = largestResult;
  }

  /** Returns the state with which the history of a new run begins. */
  static Transition first(Journal.Start start) {
    return new Transition(0, new State.Pending("", start.times().created()));
  }

  BatchRows.BeginRow begin(Journal.Start start, @Nullable String version, BatchRows.Origin origin) {
    flowHistory.add(first(start));
    ParametersJson parameters = parameters(start);
    Optional<Journal.Parent> parent = start.parent();
    return new BatchRows.BeginRow(
        run,
        new BatchRows.Definition(
            StorableText.plain(start.flow()),
            version,
            StorableText.plain(start.name()),
            parameters.json(),
            parameters.notesJson()),
        new BatchRows.Lineage(
            origin,
            parent.map(around -> around.run().toString()).orElse(null),
            parent.map(around -> StorableText.plain(around.task())).orElse(null),
            start.restartOf().map(Object::toString).orElse(null)),
        Micros.micros(start.times().created()),
        Micros.micros(start.times().scheduled()),
        HistoryJson.write(flowHistory, masker));
  }

  private ParametersJson parameters(Journal.Start start) {
    try {
      return ParametersJson.write(start, largestResult);
    } catch (Journal.TooLarge e) {
      throw parametersRefused("have " + e.getMessage());
    } catch (NotCarried e) {
      throw parametersRefused("cannot be kept: " + masker.mask(e.getMessage(), 1_000));
    }
  }

  private StoreFailed parametersRefused(String why) {
    return new StoreFailed(
        ErrorCode.TOO_LARGE, "run " + run, "the parameters of run " + run + " " + why, "", null);
  }

  /** Continues the history of a run in which no code has run yet. */
  void adopt(List<Transition> before) {
    flowHistory.addAll(before);
  }

  /** Continues the history that an earlier owner of the run wrote. */
  void resume(StoredRun before) {
    flowHistory.addAll(before.history());
    started = before.times().started().map(Micros::micros).orElse(null);
  }

  /**
   * Encodes a batch.
   *
   * @param rejected called for each change that cannot be encoded, which is left out
   */
  BatchRows encode(Journal.Batch batch, BiConsumer<TaskRun, Throwable> rejected) {
    List<BatchRows.Task> tasks = new ArrayList<>(batch.changes().size());
    List<BatchRows.HistoryPart> history = new ArrayList<>(0);
    for (Journal.Change change : batch.changes()) {
      try {
        tasks.add(task(change, history));
      } catch (Throwable thrown) {
        LOG.atWarn()
            .addKeyValue("run", run)
            .setCause(thrown)
            .log("the record of {} cannot be encoded", change.run().path());
        rejected.accept(change.run(), thrown);
      }
    }
    List<BatchRows.Count> counts = new ArrayList<>();
    batch.counts().forEach(of -> count(of, counts));
    boolean isWhole = tasks.size() == batch.changes().size();
    BatchRows.FlowRow flow = null;
    for (State state : batch.flow()) {
      flow = isWhole || !state.isFinished() ? flow(state) : flow;
    }
    return new BatchRows(
        run,
        epoch,
        BatchRows.sequence(epoch, batch.sequence()),
        tasks,
        counts,
        elements(batch),
        flow,
        history);
  }

  private static List<BatchRows.Elements> elements(Journal.Batch batch) {
    return batch.elements().stream()
        .map(of -> new BatchRows.Elements(StorableText.plain(of.node()), of.hashes()))
        .toList();
  }

  /**
   * Encodes the counts of a mapped node. States missing from the map have no children; counts
   * written by an earlier owner are reset to 0.
   */
  private void count(Journal.Counts of, Collection<BatchRows.Count> counts) {
    String node = StorableText.plain(of.node());
    of.children().forEach((type, n) -> counts.add(new BatchRows.Count(node, type.label(), n)));
    if (epoch > 1 && counted.add(node)) {
      for (StateType type : StateType.values()) {
        if (!of.children().containsKey(type)) {
          counts.add(new BatchRows.Count(node, type.label(), 0));
        }
      }
    }
  }

  private BatchRows.Task task(Journal.Change change, List<BatchRows.HistoryPart> history) {
    TaskRun now = change.run();
    State state = now.state();
    BatchRows.Progress progress =
        new BatchRows.Progress(
            now.attempts(),
            change.created(),
            started(now.history()),
            state.isFinished() ? Micros.micros(state.time()) : null);
    return new BatchRows.Task(
        StorableText.plain(now.node()),
        now.index(),
        state.name(),
        label(now),
        progress,
        value(change),
        change.ordinary() ? null : more(change, history));
  }

  private @Nullable String label(TaskRun now) {
    return now.label().equals(StoredTaskRun.defaultLabel(now.node(), now.index()))
        ? null
        : text(now.label());
  }

  private BatchRows.Details more(Journal.Change change, List<BatchRows.HistoryPart> history) {
    TaskRun now = change.run();
    int earlier = writeParts(now, history);
    List<Transition> rest = now.history().subList(earlier, now.history().size());
    return new BatchRows.Details(
        text(now.state().message()),
        earlier,
        now.failure()
            .map(own -> HistoryJson.write(rest, own, masker))
            .orElseGet(() -> HistoryJson.write(rest, masker)),
        now.failure().map(failure -> HistoryJson.write(failure, masker)).orElse(null),
        change.loop().map(RunEncoder::loop).orElse(null));
  }

  private static LoopJson.Encoded loop(Journal.LoopState loop) {
    Optional<StoredValue> earlier = recorded(loop.state());
    return LoopJson.write(loop, earlier.or(() -> encoded(loop.kept())).orElse(StoredValue.NOTHING));
  }

  /** Returns the value that an earlier row holds, if it is that of a blob. */
  private static Optional<StoredValue> recorded(@Nullable Object value) {
    return value instanceof BlobValue recorded
        ? Optional.of(new StoredValue(null, Blob.stored(recorded.ref()), null))
        : Optional.empty();
  }

  private static Optional<StoredValue> encoded(Optional<Journal.EncodedValue> kept) {
    return kept.flatMap(value ->
        switch (value) {
          case EncodedBlob large -> Optional.of(large.stored());
          case StoredValue small -> Optional.of(small);
          default -> Optional.empty();
        });
  }

  /**
   * Adds the parts of a long history that were not written yet, and returns the number of states in
   * all its parts. The last state is never in a part.
   */
  private int writeParts(TaskRun now, List<BatchRows.HistoryPart> history) {
    int complete = Math.max(0, now.history().size() - 1) / PART;
    if (complete == 0) {
      return 0;
    }
    String node = StorableText.plain(now.node());
    TaskKey key = new TaskKey(node, now.index());
    for (int part = parts.getOrDefault(key, 0); part < complete; part++) {
      List<Transition> states = now.history().subList(part * PART, (part + 1) * PART);
      String json = HistoryJson.write(states, masker);
      history.add(new BatchRows.HistoryPart(node, now.index(), part, json));
    }
    parts.put(key, complete);
    return complete * PART;
  }

  private StoredValue value(Journal.Change change) {
    State state = change.run().state();
    if (!state.isSuccessful() || state.type() == StateType.SKIPPED || isContainer(change.run())) {
      return StoredValue.NOTHING;
    }
    Optional<StoredValue> known = encoded(change.kept()).or(() -> recorded(change.run().value()));
    if (known.isPresent()) {
      return known.get();
    }
    try {
      Optional<ValueCodec> codec = codecs.of(change.run().node());
      return codec.isPresent()
          ? JsonValues.write(codec.get(), change.run().value(), masker, largestResult)
          : StoredValue.absent("its task does not keep its results");
    } catch (Journal.TooLarge e) {
      return StoredValue.absent("too large to be stored: " + e.getMessage());
    } catch (NotCarried e) {
      return StoredValue.absent("it cannot be kept: " + e.getMessage());
    }
  }

  /** Returns whether a task run is a mapped node as a whole, which has no value of its own. */
  private static boolean isContainer(TaskRun run) {
    return run.index() < 0
        && run.history().stream().anyMatch(t -> t.state().type() == StateType.MAPPED);
  }

  private static @Nullable Long started(List<Transition> history) {
    for (Transition transition : history) {
      if (transition.state() instanceof State.Active active) {
        return Micros.micros(active.time());
      }
    }
    return null;
  }

  private BatchRows.FlowRow flow(State state) {
    if (!flowHistory.isEmpty() && flowHistory.getLast().state().isFinished()) {
      flowHistory.removeLast(); // An end that was taken back.
    }
    flowHistory.add(new Transition(0, state));
    if (started == null && state instanceof State.Running) {
      started = Micros.micros(state.time());
    }
    return new BatchRows.FlowRow(
        state.name(),
        text(state.message()),
        started,
        state.isFinished() ? Micros.micros(state.time()) : null,
        HistoryJson.write(flowHistory, masker));
  }

  private String text(String text) {
    return StorableText.plain(masker.mask(text));
  }
}
