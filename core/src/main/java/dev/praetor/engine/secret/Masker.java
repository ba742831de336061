package dev.praetor.engine.secret;

import dev.praetor.Failure;
import dev.praetor.engine.secret.PatternIndex.Pattern;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/**
 * Masks the secrets read in a run in everything the run writes.
 *
 * <p>A secret is masked from 3 characters on, with all its parts of at least 3 characters that
 * Praetor gives out: its text without the blanks around it, its lines, the strings and numbers of
 * its JSON, its number in other notations. Parts between separators, such as the password in {@code
 * user:password}, are masked from 6 characters on if they are not only letters. Shorter parts, and
 * the words {@code true}, {@code false} and {@code null}, are not masked, because nothing would
 * remain readable.
 *
 * <p>A text is masked whatever the case of its letters; also when its characters are escaped as in
 * JSON, URLs, HTML or a shell, up to three times; and within text that is encoded as Base64, as
 * hexadecimal digits, or as a list of bytes. Pieces of Base64 and of hexadecimal digits are masked
 * too, as code may print them in lines. What is masked next to each other becomes one mask.
 *
 * <p>Thread-safe. The time to mask a text hardly depends on the number of secrets.
 */
public final class Masker {
  private static final Logger LOG = LoggerFactory.getLogger(Masker.class);
  static final String MASK = "***";

  /** The number of parts of one secret that are masked in all forms; others only as they are. */
  private static final int MOST_ENCODED = 2_000;

  private static final int DEEPEST = 3;
  private static final int STRETCH = 1 << 18;
  private final int mostSecrets;
  private final LinkedHashMap<String, Set<String>> secrets;
  private volatile @Nullable Index index = Index.EMPTY;

  /** The index to search: texts in all their forms, and pieces of secrets. */
  private record Index(PatternIndex patterns, SecretPieces pieces) {
    static final Index EMPTY = new Index(PatternIndex.EMPTY, SecretPieces.NONE);

    void find(String text, PatternIndex.Found found) {
      patterns.find(text, found);
      pieces.find(text, found);
    }
  }

  public Masker() {
    this(Integer.MAX_VALUE);
  }

  /** Creates a masker that forgets the secret least recently hidden if there are more than this. */
  Masker(int mostSecrets) {
    this.mostSecrets = mostSecrets;
    this.secrets = new LinkedHashMap<>(16, 0.75f, true);
  }

  /** Masks a value from now on, with its parts. Values of fewer than 3 characters are ignored. */
  public void hide(String secret) {
    if (isHidden(secret)) {
      return;
    }
    Set<String> parts = SecretParts.of(secret);
    if (!parts.isEmpty()) {
      hide(secret, parts);
      KnownSecrets.add(secret, parts);
    }
  }

  /** Masks a value of any type from now on: its text, and the strings and numbers of its JSON. */
  public void hideValue(@Nullable Object value) {
    if (value == null) {
      return;
    }
    if (!(value instanceof Boolean)) {
      hide(String.valueOf(value));
    }
    if (!(value instanceof CharSequence)) {
      try {
        hide(JsonMask.text(value));
      } catch (JacksonException e) {
        LOG.atDebug().log("a secret value is not JSON; only its text is masked");
      }
    }
  }

  private synchronized boolean isHidden(String secret) {
    return secrets.get(secret) != null;
  }

  synchronized void hide(String secret, Set<String> parts) {
    if (secrets.put(secret, parts) != null) {
      return;
    }
    if (secrets.size() > mostSecrets) {
      secrets.pollFirstEntry();
    }
    index = null;
  }

  public boolean isEmpty() {
    return index == Index.EMPTY;
  }

  private Index index() {
    Index known = index;
    return known == null ? build() : known;
  }

  private synchronized Index build() {
    Set<Pattern> patterns = new HashSet<>();
    List<byte[]> bytes = new ArrayList<>();
    for (Map.Entry<String, Set<String>> secret : secrets.entrySet()) {
      Collection<String> parts = secret.getValue();
      bytes.addAll(SecretBytes.of(secret.getKey(), parts));
      int encoded = 0;
      for (String part : parts) {
        if (encoded++ < MOST_ENCODED) {
          SecretForms.addTo(patterns, part);
        } else {
          SecretForms.addPlain(patterns, part);
        }
      }
    }
    Index built = new Index(new PatternIndex(patterns), new SecretPieces(bytes));
    index = built;
    return built;
  }

  public String mask(String text) {
    if (isEmpty() || text.length() < PatternIndex.SHORTEST) {
      return text;
    }
    BitSet marked = marked(index(), text);
    return marked.isEmpty() ? text : PatternIndex.replace(text, marked, MASK);
  }

  /**
   * Masks a line that follows another one. The end of a secret that is encoded over several lines
   * may be too short to be found without the line before.
   */
  public String mask(String before, String line) {
    String end = before.stripTrailing();
    end = end.substring(Math.max(0, end.length() - SecretPieces.LONGEST_BEFORE));
    String begin = line.stripLeading();
    if (isEmpty() || end.isEmpty() || begin.isEmpty()) {
      return mask(line);
    }
    Index known = index();
    BitSet marked = marked(known, line);
    int shift = line.length() - begin.length() - end.length();
    int first = end.length();
    known
        .pieces()
        .find(
            end + begin.substring(0, Math.min(begin.length(), SecretPieces.LONGEST_BEFORE)),
            (from, to) -> {
              if (from < first && to > first) {
                marked.set(first + shift, to + shift);
              }
            });
    return marked.isEmpty() ? line : PatternIndex.replace(line, marked, MASK);
  }

  private static BitSet marked(Index index, String text) {
    BitSet marked = new BitSet();
    if (text.length() < PatternIndex.SHORTEST) {
      return marked;
    }
    if (text.length() <= STRETCH) {
      search(index, text, marked::set, DEEPEST);
    } else {
      searchInStretches(index, text, marked);
    }
    return marked;
  }

  /**
   * Searches a long text in overlapping stretches, so that the memory for decoded texts is limited.
   */
  private static void searchInStretches(Index index, String text, BitSet marked) {
    int overlap = Math.max(1_000, 4 * index.patterns().longest());
    for (int start = 0; start < text.length(); start += STRETCH) {
      int from = Math.max(0, start - overlap);
      String stretch = text.substring(from, Math.min(text.length(), start + STRETCH));
      search(index, stretch, (f, t) -> marked.set(from + f, from + t), DEEPEST);
    }
  }

  private static void search(Index index, String text, PatternIndex.Found found, int deepest) {
    index.find(text, found);
    if (deepest == 0) {
      return;
    }
    for (Decoding decoding : Decoding.values()) {
      Decoding.Decoded decoded = decoding.decode(text);
      if (decoded != null) {
        search(
            index,
            decoded.text(),
            (from, to) -> found.at(decoded.start(from), decoded.end(to - 1)),
            deepest - 1);
      }
    }
  }

  /**
   * Masks a text, then cuts it to {@code longest} characters; in the other order, half a secret
   * could remain.
   */
  public String mask(@Nullable String text, int longest) {
    String masked = mask(String.valueOf(text));
    return masked.length() > longest ? masked.substring(0, longest) + "…" : masked;
  }

  /**
   * Masks the strings, numbers and names of properties in a JSON text. The result is JSON; where a
   * number contains a secret, it is a string.
   */
  public String maskJson(String json) {
    return isEmpty() ? json : JsonMask.apply(json, this);
  }

  public Failure mask(Failure failure) {
    return isEmpty() ? failure : failure.mapText(this::mask);
  }

  /** Converts an exception to a failure without secrets. */
  public Failure failure(Throwable thrown) {
    return FailureReader.read(thrown, this::mask);
  }
}
