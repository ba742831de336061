package dev.praetor.store.history;

import dev.praetor.store.model.StoredTaskRun;
import java.util.Optional;

/**
 * A task run with everything that a later run needs from it.
 *
 * @param earlier the number of the oldest states that are not in the row
 * @param loop the iteration of a loop and its state, as JSON
 * @param loopBlob the hash of the blob with the large state of a loop
 * @param loopState the text of that blob, once it is read
 */
public record RecordedRow(
    StoredTaskRun run,
    int earlier,
    Optional<String> loop,
    Optional<String> loopBlob,
    Optional<String> loopState) {
  RecordedRow withRun(StoredTaskRun other) {
    return new RecordedRow(other, earlier, loop, loopBlob, loopState);
  }
}
