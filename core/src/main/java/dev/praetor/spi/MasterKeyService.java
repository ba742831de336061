package dev.praetor.spi;

import java.io.IOException;

/**
 * A service that keeps the master key of the secrets of a store, such as a key management service
 * (KMS), in place of the file in the home. It encrypts the keys with which values are encrypted,
 * and never sees the values.
 *
 * <p>The class is named in {@code META-INF/services/dev.praetor.spi.MasterKeyService} on the class
 * path of the program, has a public constructor without parameters, and is found by {@link
 * java.util.ServiceLoader}. There is at most one. Implementations must be thread-safe.
 */
public interface MasterKeyService {
  /**
   * Returns the name of the master key that encrypts now, of at most 200 characters. It is recorded
   * with what the key encrypts.
   */
  String keyId();

  /**
   * Encrypts a key.
   *
   * @param key 32 bytes
   * @param context a text that says what the key belongs to; to be authenticated with it, so that
   *     it cannot be decrypted as another one
   * @throws IOException if the service cannot be reached or refuses the request
   */
  byte[] wrap(byte[] key, String context) throws IOException;

  /**
   * Decrypts a key.
   *
   * @param keyId the name of the master key that encrypted it, which may be an earlier one
   * @param wrapped the result of {@link #wrap}
   * @param context the text with which it was encrypted
   * @throws IOException if the service cannot be reached or refuses the request, also because the
   *     context is another one
   */
  byte[] unwrap(String keyId, byte[] wrapped, String context) throws IOException;
}
