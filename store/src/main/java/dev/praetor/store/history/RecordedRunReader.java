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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the recorded results of a run. All results are read once before they are used, so that a
 * result that cannot be read is known; large ones are then let go, and read again when needed.
 */
public final class RecordedRunReader {
  private static final Logger LOG = LoggerFactory.getLogger(RecordedRunReader.class);
  private final RunReader reader;
  private final TaskReader tasks;
  private final NodeCodecs codecs;

  public RecordedRunReader(RunReader reader, TaskReader tasks, NodeCodecs codecs) {
    this.reader = reader;
    this.tasks = tasks;
    this.codecs = codecs;
  }

  public RecordedRun read(RunId id) {
    StoredRun run = reader.find(id).orElseThrow(() -> StoreFailed.noRun(id));
    RecordedRun recorded =
        new RecordedRun(
            new RecordedRun.Header(
                id,
                run.state(),
                new Journal.Times(run.times().created(), run.times().scheduled()),
                run.times().started()));
    tasks.elements(id, recorded::addElements);
    tasks.all(id, row -> add(recorded, row));
    return recorded;
  }

  private void add(RecordedRun recorded, RecordedRow row) {
    StoredTaskRun stored = row.run();
    Optional<Journal.LoopState> loop = loop(row);
    if (stored.note().isPresent()) {
      recorded.add(stored.toTaskRun(null), stored.note(), loop);
      return;
    }
    Optional<ValueCodec> codec = codecs.of(stored.node());
    if (stored.value().isEmpty()) {
      recorded.add(stored.toTaskRun(null), Optional.empty(), loop);
      return;
    }
    if (codec.isEmpty()) {
      recorded.add(stored.toTaskRun(null), Optional.of("its task does not keep it now"), loop);
      return;
    }
    try {
      TaskRun read = JsonValues.read(stored, codec.get());
      Optional<BlobRef> blob = stored.result().blob();
      Object kept =
          blob.isPresent() ? new BlobValue(tasks.blobs(), blob.get(), codec.get()) : read.value();
      recorded.add(stored.toTaskRun(kept), Optional.empty(), loop);
    } catch (StoreFailed e) {
      recorded.add(stored.toTaskRun(null), Optional.of(String.valueOf(e.getMessage())), loop);
    }
  }

  private Optional<Journal.LoopState> loop(RecordedRow row) {
    if (row.loop().isEmpty()) {
      return Optional.empty();
    }
    String node = row.run().node();
    Optional<Journal.LoopState> read = Optional.empty();
    try {
      Optional<ValueCodec> codec = codecs.ofState(node);
      if (codec.isPresent()) {
        read = LoopJson.read(row.loop().get(), row.loopState(), codec.get(), node);
      }
    } catch (StoreFailed e) {
      LOG.atDebug().setCause(e).log("the state of loop {} could not be read", node);
    }
    if (read.isEmpty() && !row.run().state().isFinished()) {
      LOG.atWarn().log("the state of loop {} is unavailable, so the loop starts over", node);
    }
    return read;
  }
}
