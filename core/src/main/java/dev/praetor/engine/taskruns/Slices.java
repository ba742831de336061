package dev.praetor.engine.taskruns;

import dev.praetor.StateType;
import dev.praetor.engine.codec.Codecs;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.function.F1;
import org.jspecify.annotations.Nullable;

/**
 * A mapped argument whose width is known. All its sources have ended, so any thread started
 * afterwards may read it.
 */
public sealed interface Slices {
  int width();

  /** Returns the state of the task run that element {@code index} comes from. */
  StateType type(int index);

  /**
   * Returns the path of the task run that element {@code index} comes from, for messages; empty for
   * an element of a list.
   */
  String path(int index);

  /** Returns element {@code index}, null if it has no value. May call code of the author. */
  @Nullable Object value(int index) throws Exception;

  /** Returns whether the elements are those of lists rather than the children of a node. */
  default boolean isList() {
    return switch (this) {
      case Elements _, Joined _, Reordered _ -> true;
      case OfNode _ -> false;
      case Selected selected -> selected.from().isList();
    };
  }

  /** Returns whether the elements are those of constants, in their order. */
  default boolean isFixed() {
    return switch (this) {
      case Elements elements -> elements.isConstant();
      case OfNode _ -> false;
      case Selected selected -> selected.from().isFixed();
      case Joined joined -> joined.from().isFixed();
      case Reordered reordered -> reordered.from().isFixed();
    };
  }

  default boolean hasValue(int index) {
    StateType type = type(index);
    return type.isSuccessful() && type != StateType.SKIPPED;
  }

  /**
   * The elements of a list, which are copied for each reader.
   *
   * @param isConstant true if the list is a constant of the flow
   */
  record Elements(@Nullable Object[] list, boolean isConstant, Codecs codecs) implements Slices {
    @Override
    public int width() {
      return list.length;
    }

    @Override
    public StateType type(int index) {
      return StateType.SUCCESS;
    }

    @Override
    public String path(int index) {
      return "";
    }

    @Override
    public @Nullable Object value(int index) {
      return codecs.lend(list[index]);
    }
  }

  /** The children of a mapped node. */
  record OfNode(NodeRun run) implements Slices {
    @Override
    public int width() {
      return run.width();
    }

    @Override
    public StateType type(int index) {
      return run.type(index);
    }

    @Override
    public String path(int index) {
      return run.path(index);
    }

    @Override
    public @Nullable Object value(int index) throws NotCarried {
      return hasValue(index) ? run.node.lend(run.children().value(index)) : null;
    }
  }

  /** A view of each value. */
  record Selected(Slices from, F1<@Nullable Object, @Nullable Object> part) implements Slices {
    @Override
    public int width() {
      return from.width();
    }

    @Override
    public StateType type(int index) {
      return from.type(index);
    }

    @Override
    public String path(int index) {
      return from.path(index);
    }

    @Override
    public @Nullable Object value(int index) throws Exception {
      return hasValue(index) ? part.apply(from.value(index)) : null;
    }
  }

  /**
   * Lists joined in order. A task run without a list is represented by one element in the same
   * state.
   *
   * @param origins the index of the list from which each element comes
   */
  record Joined(Slices from, int[] origins, @Nullable Object[] elements, Codecs codecs)
      implements Slices {
    @Override
    public int width() {
      return origins.length;
    }

    @Override
    public StateType type(int index) {
      return from.type(origins[index]);
    }

    @Override
    public String path(int index) {
      return from.path(origins[index]);
    }

    @Override
    public @Nullable Object value(int index) {
      return codecs.lend(elements[index]);
    }
  }

  /**
   * Elements in the order of children that were made from them before.
   *
   * @param positions for each child, the index of its element
   */
  record Reordered(Slices from, int[] positions) implements Slices {
    @Override
    public int width() {
      return positions.length;
    }

    @Override
    public StateType type(int index) {
      return from.type(positions[index]);
    }

    @Override
    public String path(int index) {
      return from.path(positions[index]);
    }

    @Override
    public @Nullable Object value(int index) throws Exception {
      return from.value(positions[index]);
    }
  }
}
