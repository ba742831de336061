package dev.praetor.server.runners;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.store.blob.Blob;
import dev.praetor.store.wire.ReceivedWrites;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Large values that arrive in pieces, one after the other. A value is in the store when its last
 * piece has come and its hash is the announced one. Thread-safe.
 */
final class ValueUploads {
  /** The largest value in bytes; a result may be as large. */
  private static final int LARGEST = 64 << 20;

  /** The largest number of values that arrive at once, of all runners. */
  private static final int MOST = 8;

  private final Map<Key, Upload> uploads = new LinkedHashMap<>();

  private record Key(UUID runner, String hash) {}

  /**
   * The beginning of a value. It takes the memory of what has come, not of what was announced.
   *
   * @param size the announced number of all bytes
   */
  private record Upload(int size, ByteArrayOutputStream bytes) {}

  /**
   * Adds a piece; returns whether the value is in the store now.
   *
   * @param offset the number of bytes before the piece
   * @param size the number of all bytes
   * @throws RequestRefused if the piece does not continue the value, or the value is damaged
   */
  boolean add(
      UUID runner, ReceivedWrites writes, String hash, long offset, long size, byte[] piece) {
    if (size < 1 || size > LARGEST) {
      throw new RequestRefused(
          ApiCode.TOO_LARGE, "a value may have 1 to %,d bytes, not %,d".formatted(LARGEST, size));
    }
    Key key = new Key(runner, hash);
    byte[] whole = add(key, (int) size, offset, piece);
    if (whole.length == 0) {
      return false;
    }
    Blob blob = new Blob(whole);
    if (!blob.ref().hash().equals(hash)) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST, "the bytes that came have another SHA-256 than " + hash);
    }
    try {
      writes.keep(blob);
    } catch (IOException e) {
      throw new UncheckedIOException("the value cannot be stored", e);
    }
    return true;
  }

  /** Adds a piece; returns the bytes of the value if it is the last one, otherwise none. */
  private synchronized byte[] add(Key key, int size, long offset, byte[] piece) {
    if (offset == 0) {
      uploads.remove(key);
      if (uploads.size() >= MOST) {
        uploads.remove(uploads.keySet().iterator().next()); // Its runner begins anew.
      }
      uploads.put(key, new Upload(size, new ByteArrayOutputStream()));
    }
    Upload upload = uploads.get(key);
    if (upload == null || upload.size() != size || upload.bytes().size() != offset) {
      throw new RequestRefused(
          ApiCode.CONFLICT,
          "the piece at %,d does not continue value %s; begin it anew"
              .formatted(offset, key.hash()));
    }
    if (piece.length == 0 || piece.length > size - upload.bytes().size()) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST,
          "a piece at %,d of %,d bytes cannot have %,d bytes"
              .formatted(offset, size, piece.length));
    }
    upload.bytes().writeBytes(piece);
    if (upload.bytes().size() < size) {
      return new byte[0];
    }
    uploads.remove(key);
    return upload.bytes().toByteArray();
  }

  /** Forgets the pieces of a runner that has left. */
  synchronized void forget(UUID runner) {
    uploads.keySet().removeIf(key -> key.runner().equals(runner));
  }
}
