package dev.praetor;

import dev.praetor.engine.graph.Scope;
import dev.praetor.engine.graph.Source;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What authors import statically: {@code import static dev.praetor.Praetor.*}. */
public final class Praetor {
  private Praetor() {}

  /** The elements of a list, each on its own. */
  public static <T extends @Nullable Object> Mapped<T> each(
      Node<? extends Iterable<? extends T>> list) {
    return new Mapped<>(new Source.Each(list.source()), list.scope(), list.owner());
  }

  /** The elements of an array, each on its own. */
  public static <T extends @Nullable Object> Mapped<T> eachOf(Node<T[]> array) {
    return new Mapped<>(new Source.Each(array.source()), array.scope(), array.owner());
  }

  /** A value that is known already. */
  public static <T extends @Nullable Object> Node<T> value(T value) {
    return new Node<>(new Source.Constant(value), Scope.FLOW, Optional.empty());
  }

  /** The values of several nodes as one list. */
  @SafeVarargs
  @SuppressWarnings("varargs") // The array is copied at once.
  public static <T extends @Nullable Object> Node<List<T>> list(Node<? extends T>... nodes) {
    return FlowBuilder.current("list(…)").list(List.of(nodes));
  }

  /** The elements of lists that were mapped, joined in index order. */
  public static <T extends @Nullable Object> Mapped<T> flatten(
      Mapped<? extends Iterable<? extends T>> lists) {
    return new Mapped<>(new Source.FlattenEach(lists.source()), lists.scope(), lists.owner());
  }

  /** The elements of a list of lists as one list. */
  public static <T extends @Nullable Object> Node<List<T>> flatten(
      Node<? extends Iterable<? extends Iterable<? extends T>>> lists) {
    return new Node<>(new Source.FlattenList(lists.source()), lists.scope(), lists.owner());
  }

  /** Maps a whole piece of graph over elements; see {@link FlowBuilder#forEach}. */
  public static <T extends @Nullable Object, R extends @Nullable Object> Mapped<R> forEach(
      Mapped<T> elements, Function<Node<T>, Node<R>> body) {
    return FlowBuilder.current("forEach(…)").forEach(elements, body);
  }

  /** A value for a parameter. */
  public static Argument with(String name, @Nullable Object value) {
    return new Argument(name, value);
  }

  /** Runs the flow in a container made from this base image. */
  public static Environment.Container container(String image) {
    return Environment.Container.of(image);
  }

  /** Runs the flow in a process of its own. */
  public static Environment.Process process() {
    return Environment.Process.of();
  }

  /** Runs the flow in the process that starts it. */
  public static Environment.InProcess inProcess() {
    return new Environment.InProcess();
  }
}
