package dev.praetor.engine.taskruns;

import dev.praetor.engine.codec.Codecs;
import dev.praetor.engine.codec.NotCarried;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The elements that the children of a mapped node were made from, by their hashes, so that a
 * recorded child is never taken for the child of another element. Immutable.
 */
public final class ElementHashes {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** The hash of an element that cannot be compared, such as a thread. */
  private static final long UNKNOWN = 0;

  /** The hash of such an element of a constant, which has the same place in every process. */
  private static final long FIXED = 1;

  private final long[] hashes;

  private ElementHashes(long[] hashes) {
    this.hashes = hashes;
  }

  /**
   * Computes the hashes of lists that are mapped over together; empty if all of them are the
   * children of mapped nodes, which their indexes distinguish. Calls code of the author.
   */
  public static Optional<ElementHashes> of(List<Slices> views, Codecs codecs) throws Exception {
    List<Slices> lists = views.stream().filter(Slices::isList).toList();
    if (lists.isEmpty()) {
      return Optional.empty();
    }
    long[] hashes = new long[lists.getFirst().width()];
    for (int i = 0; i < hashes.length; i++) {
      long hash = FNV_OFFSET;
      for (Slices list : lists) {
        long next = list.hasValue(i) ? hash(list.value(i), codecs) : FIXED;
        next = next == UNKNOWN && list.isFixed() ? FIXED : next;
        hash = next == UNKNOWN || hash == UNKNOWN ? UNKNOWN : (hash ^ next) * FNV_PRIME;
      }
      hashes[i] = hash;
    }
    return Optional.of(new ElementHashes(hashes));
  }

  /** Hashes a text by FNV-1a with 64 bits (Fowler, Noll and Vo), whose bits are then mixed. */
  private static long hash(@Nullable Object element, Codecs codecs) {
    String text;
    try {
      text =
          element instanceof Integer || element instanceof String || element instanceof Long
              ? element.getClass().getSimpleName() + element
              : codecs.comparable(element);
    } catch (NotCarried e) {
      Optional<String> likeness = element == null ? Optional.empty() : codecs.likeness(element);
      if (likeness.isEmpty()) {
        return UNKNOWN;
      }
      text = likeness.get();
    }
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    hash = (hash ^ hash >>> 32) * FNV_PRIME;
    return hash == UNKNOWN || hash == FIXED ? FNV_PRIME : hash;
  }

  /** Returns a text from which {@link #parse} makes equal hashes. */
  public String text() {
    ByteBuffer bytes = ByteBuffer.allocate(hashes.length * Long.BYTES);
    bytes.asLongBuffer().put(hashes);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  public static ElementHashes parse(String text) {
    LongBuffer read = ByteBuffer.wrap(Base64.getDecoder().decode(text)).asLongBuffer();
    long[] hashes = new long[read.remaining()];
    read.get(hashes);
    return new ElementHashes(hashes);
  }

  /** Returns whether any element cannot be compared, so that its child cannot be found again. */
  public boolean hasUnknown() {
    return Arrays.stream(hashes).anyMatch(hash -> hash == UNKNOWN);
  }

  /**
   * Returns for each child the index of its element in a list that was read again.
   *
   * @param now the hashes of that list
   * @return empty if the list has other elements, or elements that cannot be compared
   */
  Optional<int[]> positionsIn(ElementHashes now) {
    if (hashes.length != now.hashes.length || hasUnknown() || now.hasUnknown()) {
      return Optional.empty();
    }
    int[] positions = new int[hashes.length];
    Map<Long, Deque<Integer>> elsewhere = new HashMap<>();
    for (int i = 0; i < hashes.length; i++) {
      positions[i] = hashes[i] == now.hashes[i] ? i : -1;
      if (positions[i] < 0) {
        elsewhere.computeIfAbsent(now.hashes[i], _ -> new ArrayDeque<>()).add(i);
      }
    }
    for (int i = 0; i < positions.length; i++) {
      if (positions[i] < 0) {
        Deque<Integer> found = elsewhere.get(hashes[i]);
        if (found == null || found.isEmpty()) {
          return Optional.empty();
        }
        positions[i] = found.remove();
      }
    }
    return Optional.of(positions);
  }

  /**
   * Returns lists that were read again in the order of the children that were made from these
   * elements; empty if the lists have other elements. Calls code of the author.
   */
  public Optional<List<Slices>> inOrder(List<Slices> views, Codecs codecs) throws Exception {
    Optional<ElementHashes> now = of(views, codecs);
    if (now.isEmpty() || now.get().equals(this) && !hasUnknown()) {
      return Optional.of(views);
    }
    Optional<int[]> positions = positionsIn(now.get());
    if (positions.isEmpty() || isInOrder(positions.get())) {
      return positions.map(_ -> views);
    }
    return views.stream().allMatch(Slices::isList)
        ? Optional.of(
            views.stream().<Slices>map(v -> new Slices.Reordered(v, positions.get())).toList())
        : Optional.empty();
  }

  private static boolean isInOrder(int[] positions) {
    for (int i = 0; i < positions.length; i++) {
      if (positions[i] != i) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ElementHashes those && Arrays.equals(hashes, those.hashes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hashes);
  }
}
