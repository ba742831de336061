package dev.praetor.store.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encryption with a key: AES-256-GCM with a random nonce each time. What the bytes belong to is
 * authenticated with them, so that they cannot be put in the place of others.
 */
final class Sealing {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int KEY = 32;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();
  private final byte[] key;

  Sealing(byte[] key) {
    if (key.length != KEY) {
      throw new IllegalArgumentException("a key has %d bytes, not %d".formatted(KEY, key.length));
    }
    this.key = key.clone();
  }

  /** Returns a random key. */
  static byte[] newKey() {
    byte[] key = new byte[KEY];
    RANDOM.nextBytes(key);
    return key;
  }

  /** Returns a text that identifies the key and does not reveal it. */
  String keyId() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("praetor key id".getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(key), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Encrypts bytes.
   *
   * @param owner the text that says what they belong to
   */
  String seal(String owner, byte[] plain) {
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, owner).doFinal(plain);
      byte[] all = ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
      return Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Thrown if sealed bytes were changed, or belong to something else or to another key. */
  static final class Damaged extends Exception {
    private static final long serialVersionUID = 1;

    Damaged(Throwable cause) {
      super(cause);
    }
  }

  /** Decrypts bytes that belong to an owner. */
  byte[] open(String owner, String sealed) throws Damaged {
    try {
      byte[] all = Base64.getDecoder().decode(sealed);
      if (all.length < NONCE) {
        throw new Damaged(new IllegalArgumentException("too short"));
      }
      byte[] nonce = Arrays.copyOf(all, NONCE);
      return cipher(Cipher.DECRYPT_MODE, nonce, owner).doFinal(all, NONCE, all.length - NONCE);
    } catch (AEADBadTagException | IllegalArgumentException e) {
      throw new Damaged(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String owner) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
