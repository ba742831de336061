package dev.praetor.worker.runner;

import dev.praetor.store.blob.Blob;
import dev.praetor.store.blob.BlobReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Large values at the server. Each is sent once, in pieces, before the rows that refer to it.
 * Thread-safe.
 */
final class RemoteValues implements BlobReader {
  private static final int PIECE = 1 << 20;
  private static final int MOST_KNOWN = 10_000;

  private final RemoteSession session;

  /** The hashes of the values that were sent last. */
  private final Set<String> sent =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > MOST_KNOWN;
                }
              }));

  RemoteValues(RemoteSession session) {
    this.session = session;
  }

  @Override
  public Optional<String> read(String hash) {
    try {
      byte[] bytes = session.patientBytes("GET", "/values/" + hash, null);
      return Optional.of(new String(bytes, StandardCharsets.UTF_8));
    } catch (ServerRefused e) {
      if (e.status() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Sends values that were not sent before.
   *
   * @throws ServerAway if they have to be sent anew
   */
  void send(Collection<Blob> values) throws ServerAway, InterruptedException {
    for (Blob value : values) {
      if (!value.isStored() && !sent.contains(value.ref().hash())) {
        send(value);
        sent.add(value.ref().hash());
      }
    }
  }

  private void send(Blob value) throws ServerAway, InterruptedException {
    byte[] bytes = value.bytes();
    for (int from = 0; from < bytes.length; from += PIECE) {
      byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE));
      String place =
          "/values/%s?offset=%d&size=%d".formatted(value.ref().hash(), from, bytes.length);
      try {
        var _ = session.once("PUT", place, piece);
      } catch (ServerRefused e) {
        if (e.status() != 409) {
          throw e;
        }
        // The pieces before it went to another server, or to this one before it was started again.
        throw new ServerAway(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Forgets which values were sent, since the server may have lost some. */
  void forget() {
    sent.clear();
  }
}
