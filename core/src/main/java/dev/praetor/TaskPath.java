package dev.praetor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The path of a task run in its flow run: {@code report} for a node that is not mapped, {@code
 * send[3]} for a child of a mapped node, {@code work[2][1]} for a child inside a mapped piece of
 * graph. Without its last index, the path of a child is that of the mapped node it belongs to.
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
 * @param indexes the index of the element at each level, outermost first
 */
public record TaskPath(String node, List<Integer> indexes) implements Comparable<TaskPath> {
  private static final Comparator<TaskPath> ORDER =
      Comparator.comparing(TaskPath::node).thenComparing(TaskPath::indexes, TaskPath::compare);

  /**
   * Checks and copies.
   *
   * @throws InvalidTaskPath if the node has no name or a bracket in it, or an index is negative
   */
  public TaskPath {
    indexes = List.copyOf(indexes);
    if (node.isEmpty() || node.indexOf('[') >= 0 || indexes.stream().anyMatch(i -> i < 0)) {
      throw new InvalidTaskPath(print(node, indexes));
    }
  }

  /**
   * Reads a path.
   *
   * @throws InvalidTaskPath if the text is not one
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
   * The path of a task run from the two parts a {@link TaskRun} has.
   *
   * @param node the node, with outer indexes where there are some: {@code work[2]}
   * @param index the index of the child, -1 for the node itself
   */
  public static TaskPath of(String node, int index) {
    TaskPath owner = parse(node);
    return index < 0 ? owner : owner.child(index);
  }

  /** The path of a node at the given outer indexes. */
  public static TaskPath of(String node, int[] indexes) {
    return new TaskPath(node, Arrays.stream(indexes).boxed().toList());
  }

  /**
   * The path as text from the two parts a {@link TaskRun} has, without making the parts objects.
   *
   * @param node the node, with outer indexes where there are some
   * @param index the index of the child, -1 for the node itself
   */
  public static String text(String node, int index) {
    return index < 0 ? node : node + '[' + index + ']';
  }

  /** The path of a child of this one. */
  public TaskPath child(int index) {
    List<Integer> longer = new ArrayList<>(indexes);
    longer.add(index);
    return new TaskPath(node, longer);
  }

  /** The path without its last index; itself where it has none. */
  public TaskPath owner() {
    return indexes.isEmpty() ? this : first(indexes.size() - 1);
  }

  /** The path with only its first indexes; itself where it has no more than that. */
  public TaskPath first(int levels) {
    return levels >= indexes.size() ? this : new TaskPath(node, indexes.subList(0, levels));
  }

  /** The path of another node at the same indexes. */
  public TaskPath at(String otherNode) {
    return new TaskPath(otherNode, indexes);
  }

  /** The last index, -1 where there is none. */
  public int index() {
    return indexes.isEmpty() ? -1 : indexes.getLast();
  }

  /** How many indexes it has. */
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

  /** The path as text, which {@link #parse} reads. */
  @Override
  public String toString() {
    return print(node, indexes);
  }
}
