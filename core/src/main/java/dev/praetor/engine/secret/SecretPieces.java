package dev.praetor.engine.secret;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Collection;
import java.util.Set;

/**
 * The bytes of secrets, to find pieces of them in texts: lines of Base64 or of hexadecimal digits,
 * of which no one has the whole secret. Immutable.
 *
 * <p>A piece is found if 6 bytes of a secret follow each other in it. Of the plain text, which may
 * be a word of any other text, only long pieces without blanks are found, and beside hexadecimal
 * digits of a secret also shorter ones, as in the output of {@code hexdump}.
 */
final class SecretPieces {
  static final SecretPieces NONE = new SecretPieces(Set.of());

  /** The number of characters before a line in which a piece that ends in the line may begin. */
  static final int LONGEST_BEFORE = 48;

  private static final int WINDOW = 6;
  private static final int SEXTETS = WINDOW * 8 / 6;
  private static final int NIBBLES = WINDOW * 2;
  private static final long MASK = (1L << WINDOW * 8) - 1;
  private static final int SHORTEST_PLAIN = 16;
  private static final int MOST_BYTES = 1 << 21;
  private final byte[] bytes;

  /** The places at which a secret ends. */
  private final BitSet ends = new BitSet();

  /** A hash table of the places of all windows, from 1. */
  private final int[] places;

  SecretPieces(Collection<byte[]> secrets) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] secret : secrets) {
      if (secret.length >= WINDOW && all.size() + secret.length <= MOST_BYTES) {
        all.writeBytes(secret);
        ends.set(all.size());
      }
    }
    bytes = all.toByteArray();
    places = new int[bytes.length == 0 ? 0 : Integer.highestOneBit(bytes.length) << 2];
    int from = 0;
    for (int end = ends.nextSetBit(1); end > 0; end = ends.nextSetBit(end + 1)) {
      for (int at = from; at + WINDOW <= end; at++) {
        if (isTelling(at)) {
          enter(at);
        }
      }
      from = end;
    }
  }

  /** Returns whether a window has a letter or a digit; blanks and dashes are in any text. */
  private boolean isTelling(int at) {
    for (int i = at; i < at + WINDOW; i++) {
      if (bytes[i] < 0 || Character.isLetterOrDigit(bytes[i])) {
        return true;
      }
    }
    return false;
  }

  private void enter(int at) {
    long window = window(at);
    int slot = slot(window);
    while (places[slot] != 0) {
      if (window(places[slot] - 1) == window) {
        return;
      }
      slot = slot + 1 & places.length - 1;
    }
    places[slot] = at + 1;
  }

  private long window(int at) {
    long window = 0;
    for (int i = 0; i < WINDOW; i++) {
      window = window << 8 | bytes[at + i] & 0xFF;
    }
    return window;
  }

  private int slot(long window) {
    long hash = window * 0x9E3779B97F4A7C15L;
    return (int) (hash >>> 32) & places.length - 1;
  }

  /** Returns a place of a window; -1 if there is none. */
  private int place(long window) {
    for (int slot = slot(window); places[slot] != 0; slot = slot + 1 & places.length - 1) {
      if (window(places[slot] - 1) == window) {
        return places[slot] - 1;
      }
    }
    return -1;
  }

  /** Returns the place at which the secret with this place begins. */
  private int begin(int place) {
    return Math.max(0, ends.previousSetBit(place));
  }

  private int end(int place) {
    return ends.nextSetBit(place + 1);
  }

  /** Reports the pieces of secrets in a text. */
  void find(String text, PatternIndex.Found found) {
    if (places.length == 0) {
      return;
    }
    findBase64(text, found);
    boolean hexadecimal = findHexadecimal(text, found);
    findPlain(text, hexadecimal, found);
  }

  private void findBase64(String text, PatternIndex.Found found) {
    long window = 0;
    int run = 0;
    int reported = 0;
    for (int i = 0; i < text.length(); i++) {
      int sextet = sextet(text.charAt(i));
      run = sextet < 0 ? 0 : run + 1;
      window = window << 6 & MASK | Math.max(0, sextet);
      if (run >= SEXTETS && i >= reported) {
        int place = place(window);
        if (place >= 0) {
          reported = reportBase64(text, i + 1 - SEXTETS, place, found);
        }
      }
    }
  }

  /** Reports all characters around a window that belong to the secret; returns their end. */
  private int reportBase64(String text, int at, int place, PatternIndex.Found found) {
    int firstBit = 8 * begin(place);
    int lastBit = 8 * end(place);
    int from = at;
    for (int bit = 8 * place - 6; from > 0 && bit >= firstBit; bit -= 6) {
      if (sextet(text.charAt(from - 1)) != bits(bit)) {
        break;
      }
      from--;
    }
    int to = at + SEXTETS;
    int bit = 8 * (place + WINDOW);
    while (to < text.length() && bit < lastBit && sextet(text.charAt(to)) == bits(bit)) {
      to++;
      bit += 6;
    }
    if (bit < lastBit && isLastOfBytes(text, to, bits(bit))) {
      to++;
    }
    while (to < text.length() && text.charAt(to) == '=') {
      to++;
    }
    found.at(from, to);
    return to;
  }

  /** Returns whether a character before padding has the first 2 or 4 bits of a sextet. */
  private static boolean isLastOfBytes(String text, int at, int sextet) {
    if (at + 1 >= text.length() || text.charAt(at + 1) != '=') {
      return false;
    }
    int first = text.startsWith("==", at + 1) ? 0x30 : 0x3C;
    return sextet(text.charAt(at)) == (sextet & first);
  }

  /** Returns 6 bits of a secret; behind its end they are 0, as in Base64. */
  private int bits(int bit) {
    int at = bit >> 3;
    int next = ends.get(at + 1) ? 0 : bytes[at + 1] & 0xFF;
    int both = (bytes[at] & 0xFF) << 8 | next;
    return both >> 10 - (bit & 7) & 0x3F;
  }

  private static int sextet(char c) {
    if (c >= 'A' && c <= 'Z') {
      return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
      return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
      return c - '0' + 52;
    }
    return switch (c) {
      case '+', '-' -> 62;
      case '/', '_' -> 63;
      default -> -1;
    };
  }

  /** Finds hexadecimal digits with blanks, colons, commas, dashes or {@code 0x} between them. */
  private boolean findHexadecimal(String text, PatternIndex.Found found) {
    long window = 0;
    int run = 0;
    int[] starts = new int[16];
    boolean any = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit >= 0) {
        starts[run & 15] = i;
        run++;
        window = window << 4 | digit;
        if (run >= NIBBLES && place(window & MASK) >= 0) {
          found.at(starts[run - NIBBLES & 15], i + 1);
          any = true;
        }
      } else if ((c == 'x' || c == 'X') && i > 0 && text.charAt(i - 1) == '0' && run > 0) {
        run--;
        window >>>= 4;
      } else if (" :,-".indexOf(c) < 0) {
        run = 0;
      }
    }
    return any;
  }

  private void findPlain(String text, boolean hexadecimal, PatternIndex.Found found) {
    long window = 0;
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      run = isPlain(c, hexadecimal) ? run + 1 : 0;
      window = window << 8 & MASK | c & 0xFF;
      int place = run < WINDOW ? -1 : place(window);
      if (place < 0) {
        continue;
      }
      int from = i + 1 - WINDOW;
      int to = plainEnd(text, from, place, SHORTEST_PLAIN * 4, hexadecimal);
      if (hexadecimal || to - from >= SHORTEST_PLAIN && isMixed(text, from, to)) {
        to = plainEnd(text, from, place, text.length(), hexadecimal);
        found.at(from, to);
        run = 0;
        i = to - 1;
      }
    }
  }

  /** Returns the end of the piece that begins at a place of a text and of a secret. */
  private int plainEnd(String text, int from, int place, int longest, boolean hexadecimal) {
    int length = Math.min(Math.min(text.length() - from, end(place) - place), longest);
    int same = WINDOW;
    while (same < length
        && text.charAt(from + same) == (bytes[place + same] & 0xFF)
        && isPlain(text.charAt(from + same), hexadecimal)) {
      same++;
    }
    return from + same;
  }

  /** Returns whether a character may be in a piece; without hexadecimal digits beside it, fewer. */
  private static boolean isPlain(char c, boolean hexadecimal) {
    return hexadecimal ? c >= ' ' && c < 127 : sextet(c) >= 0;
  }

  /** Returns whether a text has digits and letters, as keys and tokens do. */
  private static boolean isMixed(String text, int from, int to) {
    CharSequence piece = text.subSequence(from, to);
    return piece.chars().anyMatch(Character::isDigit)
        && piece.chars().anyMatch(Character::isLetter);
  }

  /** Returns the bytes of a text. */
  static byte[] of(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
