package dev.praetor.store.secret;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Values as they were encrypted before projects had keys: with the key of the file itself. */
public final class EarlierSealing {
  private EarlierSealing() {}

  /** An encrypted value, and the id of its key. */
  public record Sealed(String keyId, String text) {}

  /** Encrypts the first value of a secret. */
  public static Sealed seal(Path home, String name, String value) {
    MasterKey.Local key = KeyFile.in(home).findOrCreate();
    return new Sealed(
        key.id(),
        key.sealing().seal("praetor secret\n1\n" + name, value.getBytes(StandardCharsets.UTF_8)));
  }
}
