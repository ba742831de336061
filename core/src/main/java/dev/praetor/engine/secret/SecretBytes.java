package dev.praetor.engine.secret;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bytes that code makes of a secret: the bytes of its text, and those encoded in it. */
final class SecretBytes {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN [^-\\n]+-----([A-Za-z0-9+/=\\s]+)-----END");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_=\\s-]+");
  private static final int SHORTEST_ENCODED = 24;

  private SecretBytes() {}

  /**
   * Returns the bytes of a secret.
   *
   * @param parts the parts of the secret, of which some may not be in its text, such as those of
   *     JSON
   */
  static List<byte[]> of(String secret, Collection<String> parts) {
    List<byte[]> all = new ArrayList<>();
    all.add(SecretPieces.of(secret));
    Matcher pem = PEM.matcher(secret);
    while (pem.find()) {
      decoded(pem.group(1)).ifPresent(all::add);
    }
    for (String part : parts) {
      if (!secret.contains(part)) {
        all.add(SecretPieces.of(part));
      }
      decoded(part).ifPresent(all::add);
    }
    return all;
  }

  private static Optional<byte[]> decoded(String text) {
    String stripped = text.replaceAll("\\s", "");
    if (stripped.length() < SHORTEST_ENCODED || !BASE64.matcher(stripped).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Base64.getDecoder().decode(stripped.replace('-', '+').replace('_', '/')));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
