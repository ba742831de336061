package dev.praetor.store.json;

import dev.praetor.engine.Journal;
import dev.praetor.store.blob.Blob;
import org.jspecify.annotations.Nullable;

/**
 * A value as it is kept: as text, or as a blob where it is large.
 *
 * @param note what there is to say about it
 */
public record StoredValue(@Nullable String json, @Nullable Blob blob, @Nullable String note)
    implements Journal.EncodedValue {
  public static final StoredValue NOTHING = new StoredValue(null, null, null);

  public static StoredValue absent(String note) {
    return new StoredValue(null, null, note);
  }
}
