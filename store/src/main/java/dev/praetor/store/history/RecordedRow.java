package dev.praetor.store.history;

import dev.praetor.store.model.StoredTaskRun;
import java.util.Optional;

/**
 * A task run with all that a later run needs of it.
 *
 * @param loop where a loop stood
 * @param loopState the state of it that is a blob
 */
record RecordedRow(StoredTaskRun run, Optional<String> loop, Optional<String> loopState) {}
