package dev.praetor.engine.taskruns;

/** A queue of numbers that needs no memory for elements while it is empty. Not thread-safe. */
final class IntQueue {
  private static final int[] EMPTY = new int[0];
  private int[] ring = EMPTY;
  private int head;
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  void add(int value) {
    if (size == ring.length) {
      int[] larger = new int[Math.max(16, size * 2)];
      for (int i = 0; i < size; i++) {
        larger[i] = ring[(head + i) & (ring.length - 1)];
      }
      ring = larger;
      head = 0;
    }
    ring[(head + size++) & (ring.length - 1)] = value;
  }

  int remove() {
    int value = ring[head];
    head = (head + 1) & (ring.length - 1);
    size--;
    return value;
  }

  void clear() {
    ring = EMPTY;
    head = 0;
    size = 0;
  }
}
