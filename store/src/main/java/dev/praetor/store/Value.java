package dev.praetor.store;

import dev.praetor.engine.Journal;
import org.jspecify.annotations.Nullable;

/**
 * A value as it is kept: as text, or as a blob where it is large.
 *
 * @param note what there is to say about it
 */
record Value(@Nullable String json, @Nullable Blob blob, @Nullable String note)
    implements Journal.Kept {
  static final Value NOTHING = new Value(null, null, null);

  static Value absent(String note) {
    return new Value(null, null, note);
  }
}
