package dev.praetor.store.json;

import dev.praetor.engine.Journal;
import dev.praetor.store.blob.Blob;
import org.jspecify.annotations.Nullable;

/**
 * A value in its stored form: a text, or a blob if it is large.
 *
 * @param note the reason there is no value, or it is not the value that was returned
 */
public record StoredValue(@Nullable String json, @Nullable Blob blob, @Nullable String note)
    implements Journal.EncodedValue {
  public static final StoredValue NOTHING = new StoredValue(null, null, null);

  @Override
  public boolean isMasked() {
    return note != null && (json != null || blob != null);
  }

  public static StoredValue absent(String note) {
    return new StoredValue(null, null, note);
  }
}
