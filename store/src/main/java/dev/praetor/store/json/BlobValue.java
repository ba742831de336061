package dev.praetor.store.json;

import dev.praetor.ErrorCode;
import dev.praetor.engine.codec.LargeValue;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.store.blob.BlobReader;
import dev.praetor.store.model.BlobRef;
import dev.praetor.store.model.StoreFailed;
import org.jspecify.annotations.Nullable;

/** A value whose text is a blob, and which is read whenever it is needed. Immutable. */
public record BlobValue(BlobReader blobs, BlobRef ref, ValueCodec codec) implements LargeValue {
  @Override
  public @Nullable Object read() throws NotCarried {
    return codec.read(
        blobs
            .read(ref.hash())
            .orElseThrow(() ->
                new StoreFailed(
                    ErrorCode.CONFLICT,
                    "result " + ref.hash(),
                    "a recorded result was deleted or lost",
                    "",
                    null)));
  }
}
