package dev.praetor.store.write;

import dev.praetor.engine.Journal;
import dev.praetor.engine.codec.LargeValue;
import dev.praetor.store.blob.Blob;
import dev.praetor.store.json.BlobValue;
import dev.praetor.store.json.StoredValue;
import java.util.Optional;
import java.util.function.Function;

/**
 * A large value on its way to the store.
 *
 * @param large the form in which the run keeps it afterwards; absent if its record is not equal
 */
record EncodedBlob(StoredValue stored, Blob blob, Optional<LargeValue> large)
    implements Journal.EncodedValue {
  static Journal.EncodedValue of(StoredValue stored, Function<Blob, BlobValue> durable) {
    Blob blob = stored.blob();
    if (blob == null) {
      return stored;
    }
    return new EncodedBlob(
        stored, blob, stored.note() == null ? Optional.of(durable.apply(blob)) : Optional.empty());
  }

  @Override
  public long size() {
    return blob.ref().size();
  }

  @Override
  public boolean isMasked() {
    return stored.isMasked();
  }
}
