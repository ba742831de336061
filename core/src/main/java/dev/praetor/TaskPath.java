package dev.praetor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The path of a task run in its flow run: {@code report} for a node that is not mapped, {@code
 * send[3]} for a child of a mapped node, {@code work[2][1]} for a child inside a mapped part of the
 * graph. The path of a child without its last index is the path of its mapped node.
 *
 * <p>Paths are ordered by node, then by index as numbers. Immutable.
 *
 * <pre>{@code
 * TaskPath path = TaskPath.parse("work[2][1]");
 * path.node();   // "work"
 * path.index();  // 1
 * path.owner();  // work[2]
 * }</pre>
 *
 * @param node the node's name in its flow, without an index
 * @param indexes the indexes of the element, one for each level, outermost first
 */
public record TaskPath(String node, List<Integer> indexes) implements Comparable<TaskPath> {
  private static final Comparator<TaskPath> ORDER =
      Comparator.comparing(TaskPath::node).thenComparing(TaskPath::indexes, TaskPath::compare);

  /**
   * Checks the parts and copies the indexes.
   *
   * @throws InvalidTaskPath if the name of the node is empty or contains a bracket, or an index is
   *     negative
   */
  public TaskPath {
    indexes = List.copyOf(indexes);
    if (node.isEmpty() || node.indexOf('[') >= 0 || indexes.stream().anyMatch(i -> i < 0)) {
      throw new InvalidTaskPath(print(node, indexes));
    }
  }

  /**
   * Returns the path with this text form.
   *
   * @throws InvalidTaskPath if the text is not a path
   */
  public static TaskPath parse(String text) {
    int bracket = text.indexOf('[');
    if (bracket < 0) {
      return new TaskPath(text, List.of());
    }
    String brackets = text.substring(bracket);
    if (bracket == 0 || !brackets.matches("(\\[\\d{1,9}])+")) {
      throw new InvalidTaskPath(text);
    }
    String[] numbers = brackets.substring(1, brackets.length() - 1).split("]\\[", -1);
    return new TaskPath(
        text.substring(0, bracket), Arrays.stream(numbers).map(Integer::valueOf).toList());
  }

  /**
   * Returns the path of a task run from the two parts that a {@link TaskRun} has.
   *
   * @param node the node, with the outer indexes if there are any: {@code work[2]}
   * @param index the index of the child, or -1 for the node itself
   */
  public static TaskPath of(String node, int index) {
    TaskPath owner = parse(node);
    return index < 0 ? owner : owner.child(index);
  }

  /** Returns the path of a node at the given outer indexes. */
  public static TaskPath of(String node, int[] indexes) {
    return new TaskPath(node, Arrays.stream(indexes).boxed().toList());
  }

  /**
   * Returns the text form of a path from the two parts that a {@link TaskRun} has, without creating
   * a path.
   *
   * @param node the node, with the outer indexes if there are any
   * @param index the index of the child, or -1 for the node itself
   */
  public static String text(String node, int index) {
    return index < 0 ? node : node + '[' + index + ']';
  }

  /** Returns the path of a child of this path. */
  public TaskPath child(int index) {
    List<Integer> longer = new ArrayList<>(indexes);
    longer.add(index);
    return new TaskPath(node, longer);
  }

  /** Returns this path without its last index, or this path if it has no index. */
  public TaskPath owner() {
    return indexes.isEmpty() ? this : first(indexes.size() - 1);
  }

  /**
   * Returns this path with only its first {@code levels} indexes, or this path if it has no more.
   */
  public TaskPath first(int levels) {
    return levels >= indexes.size() ? this : new TaskPath(node, indexes.subList(0, levels));
  }

  /** Returns the path of another node at the same indexes. */
  public TaskPath at(String otherNode) {
    return new TaskPath(otherNode, indexes);
  }

  /** Returns the last index, or -1 if there is none. */
  public int index() {
    return indexes.isEmpty() ? -1 : indexes.getLast();
  }

  /** Returns the number of indexes. */
  public int depth() {
    return indexes.size();
  }

  @Override
  public int compareTo(TaskPath other) {
    return ORDER.compare(this, other);
  }

  private static int compare(List<Integer> one, List<Integer> other) {
    return Arrays.compare(one.toArray(Integer[]::new), other.toArray(Integer[]::new));
  }

  private static String print(String node, List<Integer> indexes) {
    StringBuilder text = new StringBuilder(node);
    indexes.forEach(index -> text.append('[').append(index).append(']'));
    return text.toString();
  }

  /** Returns the text form of this path, which {@link #parse} reads. */
  @Override
  public String toString() {
    return print(node, indexes);
  }
}
