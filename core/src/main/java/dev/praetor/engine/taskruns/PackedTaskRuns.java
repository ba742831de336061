package dev.praetor.engine.taskruns;

import dev.praetor.StateType;
import dev.praetor.engine.codec.LargeValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The task runs of one node, packed: a byte for the state, two times and the value; more is kept
 * only for task runs that need it. Blocks are allocated when their first child changes. Owned by
 * the thread of the run; states are set by {@code Recorder} alone.
 */
public final class PackedTaskRuns {
  private static final int BLOCK_BITS = 10;
  private static final int BLOCK = 1 << BLOCK_BITS;
  private static final StateType[] TYPES = StateType.values();

  private final int width;
  private final @Nullable Block[] blocks;
  private final Map<Integer, TaskRunExtra> extras = new HashMap<>();
  private final int[] counts = new int[TYPES.length];

  private static final class Block {
    final byte[] types;
    final long[] started;
    final long[] ended;
    final @Nullable Object[] values;
    @Nullable String @Nullable [] labels;

    Block(int size) {
      types = new byte[size];
      started = new long[size];
      ended = new long[size];
      values = new Object[size];
      Arrays.fill(types, (byte) StateType.PENDING.ordinal());
    }
  }

  public PackedTaskRuns(int width) {
    this.width = width;
    this.blocks = new Block[(width + BLOCK - 1) >> BLOCK_BITS];
    counts[StateType.PENDING.ordinal()] = width;
  }

  public int width() {
    return width;
  }

  /**
   * Returns the number of task runs of each type, indexed by the type's ordinal. The array is not a
   * copy.
   */
  int[] counts() {
    return counts;
  }

  public int count(StateType type) {
    return counts[type.ordinal()];
  }

  public StateType type(int index) {
    Block block = blocks[index >> BLOCK_BITS];
    return block == null ? StateType.PENDING : TYPES[block.types[index & (BLOCK - 1)]];
  }

  public void setType(int index, StateType type) {
    Block block = block(index);
    int at = index & (BLOCK - 1);
    counts[block.types[at]]--;
    block.types[at] = (byte) type.ordinal();
    counts[type.ordinal()]++;
  }

  /**
   * Returns the time at which the first attempt of a task run began, in microseconds since 1970; 0
   * if none has begun.
   */
  public long started(int index) {
    Block block = blocks[index >> BLOCK_BITS];
    return block == null ? 0 : block.started[index & (BLOCK - 1)];
  }

  public void setStarted(int index, long micros) {
    block(index).started[index & (BLOCK - 1)] = orNext(micros);
  }

  /** The first moment of 1970 would read as no time at all. */
  private static long orNext(long micros) {
    return micros == 0 ? 1 : micros;
  }

  /** Returns the number of attempts of a task run that have begun. */
  public int attempts(int index) {
    TaskRunExtra extra = extra(index);
    if (extra != null) {
      return extra.attempts();
    }
    return started(index) == 0 ? 0 : 1;
  }

  /** Returns the time at which a task run entered its current state, in microseconds since 1970. */
  long entered(int index) {
    Block block = blocks[index >> BLOCK_BITS];
    return block == null ? 0 : block.ended[index & (BLOCK - 1)];
  }

  public void setEntered(int index, long micros) {
    block(index).ended[index & (BLOCK - 1)] = orNext(micros);
  }

  /** Returns the value of a task run, or the {@link LargeValue} in its place. */
  public @Nullable Object value(int index) {
    Block block = blocks[index >> BLOCK_BITS];
    return block == null ? null : block.values[index & (BLOCK - 1)];
  }

  /** Keeps a value whose record is durable in its large form, unless it has been replaced. */
  public void letGo(int index, LargeValue durable) {
    if (value(index) != null) {
      setValue(index, durable);
    }
  }

  public void setValue(int index, @Nullable Object value) {
    block(index).values[index & (BLOCK - 1)] = value;
  }

  public @Nullable String label(int index) {
    Block block = blocks[index >> BLOCK_BITS];
    return block == null || block.labels == null ? null : block.labels[index & (BLOCK - 1)];
  }

  public void setLabel(int index, String label) {
    Block block = block(index);
    @Nullable String[] labels = block.labels;
    if (labels == null) {
      labels = new String[block.types.length];
      block.labels = labels;
    }
    labels[index & (BLOCK - 1)] = label;
  }

  public @Nullable TaskRunExtra extra(int index) {
    return extras.isEmpty() ? null : extras.get(index);
  }

  public void putExtra(int index, TaskRunExtra extra) {
    extras.put(index, extra);
  }

  private Block block(int index) {
    int at = index >> BLOCK_BITS;
    Block block = blocks[at];
    if (block == null) {
      block = new Block(Math.min(BLOCK, width - (at << BLOCK_BITS)));
      blocks[at] = block;
    }
    return block;
  }
}
