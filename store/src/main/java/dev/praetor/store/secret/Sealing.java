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
 * The encryption of secrets: AES-256-GCM with a random nonce for each value. Name and version of a
 * secret are authenticated with it, so that no value can be put in the place of another or of a
 * later one.
 */
final class Sealing {
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();
  private final byte[] key;

  Sealing(byte[] key) {
    this.key = key.clone();
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

  String seal(String name, int version, String value) {
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce, name, version)
              .doFinal(value.getBytes(StandardCharsets.UTF_8));
      byte[] all = ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
      return Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Thrown if a sealed value was changed, or belongs to another name, version or key. */
  static final class Damaged extends Exception {
    private static final long serialVersionUID = 1;

    Damaged(Throwable cause) {
      super(cause);
    }
  }

  String open(String name, int version, String sealed) throws Damaged {
    try {
      byte[] all = Base64.getDecoder().decode(sealed);
      if (all.length < NONCE) {
        throw new Damaged(new IllegalArgumentException("too short"));
      }
      byte[] nonce = Arrays.copyOf(all, NONCE);
      byte[] text =
          cipher(Cipher.DECRYPT_MODE, nonce, name, version).doFinal(all, NONCE, all.length - NONCE);
      return new String(text, StandardCharsets.UTF_8);
    } catch (AEADBadTagException | IllegalArgumentException e) {
      throw new Damaged(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String name, int version)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(("praetor secret\n" + version + "\n" + name).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
