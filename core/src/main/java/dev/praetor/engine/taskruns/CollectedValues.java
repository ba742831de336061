package dev.praetor.engine.taskruns;

import dev.praetor.engine.codec.LargeValue;
import java.util.AbstractList;
import java.util.RandomAccess;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The values of the children of a mapped node, each read when it is asked for, so that not all of
 * them take memory at once. Only for values that cannot be changed, as each reading makes a new
 * one. Immutable and thread-safe.
 */
final class CollectedValues extends AbstractList<@Nullable Object> implements RandomAccess {
  private final Slices.OfNode children;
  private final int[] indexes;

  private CollectedValues(Slices.OfNode children, int[] indexes) {
    this.children = children;
    this.indexes = indexes;
  }

  /** Returns whether the values are to be read one by one. */
  static boolean suits(Slices.OfNode children) {
    NodeRun run = children.run();
    return run.hasChildren()
        && run.node.results().filter(codec -> codec.isImmutable()).isPresent()
        && IntStream.range(0, run.width())
            .anyMatch(i -> run.children().value(i) instanceof LargeValue);
  }

  /** Returns the values of the children that have one, in order. */
  static CollectedValues of(Slices.OfNode children) {
    return new CollectedValues(
        children, IntStream.range(0, children.width()).filter(children::hasValue).toArray());
  }

  @Override
  public @Nullable Object get(int index) {
    try {
      return children.value(indexes[index]);
    } catch (Exception e) {
      String path = children.path(indexes[index]);
      throw new IllegalStateException("the value of " + path + " could not be read: " + e, e);
    }
  }

  @Override
  public int size() {
    return indexes.length;
  }
}
