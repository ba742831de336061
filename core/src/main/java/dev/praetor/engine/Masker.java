package dev.praetor.engine;

import dev.praetor.Failure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Takes the secrets that were read in a run out of whatever that run writes, in every form Praetor
 * itself gives them: as they are, JSON-escaped, Base64 and URL-encoded. Thread-safe.
 */
public final class Masker {
  private static final String MASK = "***";
  private static final int SHORTEST = 3;
  private final List<String> hidden = new CopyOnWriteArrayList<>();

  /**
   * From now on this value is masked. Values under 3 characters would mask everything and are not.
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
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    forms.add(secret);
    forms.add(new String(JsonStringEncoder.getInstance().quoteAsCharArray(secret)));
    forms.add(Base64.getEncoder().encodeToString(bytes));
    forms.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
    forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
    hidden.clear();
    hidden.addAll(forms);
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

  public Failure mask(Failure failure) {
    return hidden.isEmpty() ? failure : failure.mapText(this::mask);
  }
}
