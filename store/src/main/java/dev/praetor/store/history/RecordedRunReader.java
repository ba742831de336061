package dev.praetor.store.history;

import dev.praetor.RunId;
import dev.praetor.TaskRun;
import dev.praetor.engine.Journal;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.store.json.BlobValue;
import dev.praetor.store.json.JsonValues;
import dev.praetor.store.json.LoopJson;
import dev.praetor.store.json.NodeCodecs;
import dev.praetor.store.model.BlobRef;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the recorded results of a run. All results are read once before they are used, so that a
 * result that cannot be read is known; large ones are then let go, and read again when needed.
 */
public final class RecordedRunReader {
  private final RecordSource source;
  private final NodeCodecs codecs;

  public RecordedRunReader(RecordSource source, NodeCodecs codecs) {
    this.source = source;
    this.codecs = codecs;
  }

  public RecordedRun read(RunId id) {
    RecordedRun recorded = header(source.run(id));
    source.elements(id, recorded::addElements);
    source.taskRuns(id, row -> add(recorded, row));
    return recorded;
  }

  /**
   * Reads the record of a run without its values: a result counts as available unless the record
   * says that it is not.
   */
  public static RecordedRun outline(RunReader reader, TaskReader tasks, RunId id) {
    RecordedRun recorded = header(reader.recorded(id).orElseThrow(() -> StoreFailed.noRun(id)));
    tasks.rows(
        id, row -> recorded.add(row.run().toTaskRun(null), row.run().note(), Optional.empty()));
    return recorded;
  }

  private static RecordedRun header(StoredRun run) {
    RecordedRun recorded =
        new RecordedRun(
            new RecordedRun.Header(
                run.id(),
                run.state(),
                new Journal.Times(run.times().created(), run.times().scheduled()),
                run.times().started()));
    recorded.setHistory(run.history());
    return recorded;
  }

  private void add(RecordedRun recorded, RecordedRow row) {
    LoopJson.Read loop = row.loop().isEmpty() ? null : loop(row, row.loop().get());
    switch (loop) {
      case null -> add(recorded, row, Optional.empty());
      case LoopJson.Read.Progress progress -> add(recorded, row, Optional.of(progress.loop()));
      case LoopJson.Read.Lost lost ->
          recorded.addLostState(add(recorded, row, Optional.empty()), lost.why());
    }
  }

  private TaskRun add(RecordedRun recorded, RecordedRow row, Optional<Journal.LoopState> loop) {
    Value value = value(row.run());
    TaskRun run = row.run().toTaskRun(value.kept());
    recorded.add(run, value.missing(), loop);
    return run;
  }

  /** A value as a run keeps it, or the reason why it is unavailable. */
  private record Value(@Nullable Object kept, Optional<String> missing) {
    static Value missing(String why) {
      return new Value(null, Optional.of(why));
    }
  }

  private Value value(StoredTaskRun stored) {
    if (stored.note().isPresent()) {
      return Value.missing(stored.note().get());
    }
    if (stored.value().isEmpty()) {
      return new Value(null, Optional.empty());
    }
    Optional<ValueCodec> codec = codecs.of(stored.node());
    if (codec.isEmpty()) {
      return Value.missing("its task does not keep it now");
    }
    try {
      TaskRun read = JsonValues.read(stored, codec.get());
      Optional<BlobRef> blob = stored.result().blob();
      Object kept =
          blob.isPresent() ? new BlobValue(source.blobs(), blob.get(), codec.get()) : read.value();
      return new Value(kept, Optional.empty());
    } catch (StoreFailed e) {
      return Value.missing(String.valueOf(e.getMessage()));
    }
  }

  private LoopJson.Read loop(RecordedRow row, String json) {
    String node = row.run().node();
    Optional<ValueCodec> codec = codecs.ofState(node);
    if (codec.isEmpty()) {
      return new LoopJson.Read.Lost("its task does not keep its states");
    }
    Optional<LoopJson.Large> large =
        row.loopBlob()
            .flatMap(hash ->
                row.loopState()
                    .map(text ->
                        new LoopJson.Large(
                            new BlobValue(source.blobs(), BlobRef.of(hash, text), codec.get()),
                            text)));
    if (row.loopBlob().isPresent() && large.isEmpty()) {
      return new LoopJson.Read.Lost("it was deleted or lost");
    }
    try {
      return LoopJson.read(json, large, codec.get(), node);
    } catch (StoreFailed e) {
      return new LoopJson.Read.Lost(String.valueOf(e.getMessage()));
    }
  }
}
