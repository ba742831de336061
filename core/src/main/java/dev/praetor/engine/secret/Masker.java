package dev.praetor.engine.secret;

import dev.praetor.Failure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Masks the secrets read in a run in everything the run writes, in every form that Praetor itself
 * produces: unchanged, JSON-escaped once or twice, URL-encoded, and Base64, even if the secret is
 * only a part of the encoded text. Thread-safe.
 */
public final class Masker {
  private static final String MASK = "***";
  private static final int SHORTEST = 3;
  private volatile List<String> hidden = List.of();

  /**
   * Masks a value from now on. Values of fewer than 3 characters are ignored, because they would
   * mask too much.
   */
  public synchronized void hide(String secret) {
    if (secret.length() < SHORTEST || hidden.contains(secret)) {
      return;
    }
    Set<String> forms =
        new TreeSet<>(
            Comparator.comparingInt(String::length)
                .reversed()
                .thenComparing(Comparator.naturalOrder()));
    forms.addAll(hidden);
    forms.add(secret);
    String escaped = escape(secret);
    forms.add(escaped);
    forms.add(escape(escaped));
    forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    for (int before = 0; before < 3; before++) {
      addBase64(forms, bytes, before);
    }
    hidden = List.copyOf(forms);
  }

  private static String escape(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsCharArray(text));
  }

  /**
   * Adds the Base64 forms of a secret that follows {@code before} bytes (modulo 3) of other text:
   * the characters that depend on the secret alone. Without text before and after the secret, these
   * are all characters.
   */
  private static void addBase64(Set<String> forms, byte[] secret, int before) {
    byte[] padded = new byte[before + secret.length];
    System.arraycopy(secret, 0, padded, before, secret.length);
    int from = (before * 8 + 5) / 6;
    int to = padded.length * 8 / 6;
    for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
      String encoded = encoder.encodeToString(padded);
      forms.add(encoded.substring(from));
      forms.add(encoder.withoutPadding().encodeToString(padded).substring(from));
      forms.add(encoded.substring(from, to));
    }
  }

  public boolean isEmpty() {
    return hidden.isEmpty();
  }

  public String mask(String text) {
    String masked = text;
    for (String secret : hidden) {
      masked = masked.replace(secret, MASK);
    }
    return masked;
  }

  /**
   * Masks a text, then cuts it to {@code longest} characters; in the other order, half a secret
   * could remain.
   */
  public String mask(@Nullable String text, int longest) {
    String masked = mask(String.valueOf(text));
    return masked.length() > longest ? masked.substring(0, longest) + "…" : masked;
  }

  public Failure mask(Failure failure) {
    return hidden.isEmpty() ? failure : failure.mapText(this::mask);
  }

  /** Converts an exception to a failure without secrets. */
  public Failure failure(Throwable thrown) {
    return FailureReader.read(thrown, this::mask);
  }
}
