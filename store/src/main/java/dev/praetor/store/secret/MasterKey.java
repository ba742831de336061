package dev.praetor.store.secret;

import dev.praetor.spi.MasterKeyService;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** A key outside the database that encrypts the keys in it. Thread-safe. */
sealed interface MasterKey {
  /** Returns the text that identifies the key in the rows of what it has encrypted. */
  String id();

  /** Encrypts a key. */
  String wrap(byte[] key, String owner);

  /** A key of 32 bytes, from a file or the environment. */
  final class Local implements MasterKey {
    private final byte[] bytes;
    private final Sealing sealing;

    private Local(byte[] bytes) {
      this.bytes = bytes.clone();
      this.sealing = new Sealing(bytes);
    }

    static Local fresh() {
      return new Local(Sealing.newKey());
    }

    /**
     * Reads a key.
     *
     * @throws IllegalArgumentException if the text is not 32 bytes as Base64
     */
    static Local ofBase64(String text) {
      return new Local(Base64.getDecoder().decode(text));
    }

    byte[] bytes() {
      return bytes.clone();
    }

    /** Returns the encryption of values by the key itself, as it was before there were others. */
    Sealing sealing() {
      return sealing;
    }

    @Override
    public String id() {
      return sealing.keyId();
    }

    @Override
    public String wrap(byte[] key, String owner) {
      return sealing.seal(owner, key);
    }

    @Override
    public String toString() {
      return "key " + id();
    }
  }

  /** The key that a service keeps. */
  final class Remote implements MasterKey {
    private static final String PREFIX = "service:";
    private static final int MOST = 100;
    private final MasterKeyService service;

    /** The keys that were decrypted last, so that not every secret asks the service. */
    private final Map<String, byte[]> unwrapped =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
            return size() > MOST;
          }
        };

    Remote(MasterKeyService service) {
      this.service = service;
    }

    @Override
    public String id() {
      return PREFIX + service.keyId();
    }

    static boolean isOne(String id) {
      return id.startsWith(PREFIX);
    }

    @Override
    public String wrap(byte[] key, String owner) {
      try {
        return Base64.getEncoder().encodeToString(service.wrap(key.clone(), owner));
      } catch (IOException | RuntimeException e) {
        throw failed("encrypt", e);
      }
    }

    byte[] unwrap(String id, String wrapped, String owner) {
      String entry = id + "\n" + owner + "\n" + wrapped;
      synchronized (unwrapped) {
        byte[] known = unwrapped.get(entry);
        if (known != null) {
          return known.clone();
        }
      }
      byte[] key;
      try {
        key =
            service.unwrap(
                id.substring(PREFIX.length()), Base64.getDecoder().decode(wrapped), owner);
      } catch (IOException | RuntimeException e) {
        throw failed("decrypt", e);
      }
      synchronized (unwrapped) {
        unwrapped.put(entry, key.clone());
      }
      return key;
    }

    private MasterKeyFailed failed(String what, Exception cause) {
      return new MasterKeyFailed(
          "the master key service %s could not %s a key (%s)"
              .formatted(service.getClass().getName(), what, cause.getClass().getSimpleName()),
          "check that the service can be reached and that this process may use the key",
          cause);
    }
  }
}
