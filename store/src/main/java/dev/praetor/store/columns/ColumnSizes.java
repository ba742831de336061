package dev.praetor.store.columns;

/**
 * The sizes between which columns are worth their room.
 *
 * @param leastChildren the least number of children of a node in one state with which a run has
 *     columns
 * @param mostInPart the most task runs in a row of the table, so that no row takes much memory
 */
public record ColumnSizes(int leastChildren, int mostInPart) {
  static final ColumnSizes DEFAULT = new ColumnSizes(100, 10_000);
}
