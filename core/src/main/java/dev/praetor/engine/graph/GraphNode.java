package dev.praetor.engine.graph;

import dev.praetor.engine.codec.LargeValue;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.task.Policy;
import dev.praetor.engine.task.TaskDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A use of a task in a flow, or a node whose work the engine does itself. Mutable only while its
 * flow is being defined.
 */
public final class GraphNode {
  private final int id;
  private final String name;
  private final Work work;
  private final Role role;
  private final Scope scope;
  private final boolean mapped;
  private final List<Source> arguments;
  private final List<BranchCondition> guards;
  private final List<Source> after = new ArrayList<>();
  private final @Nullable GraphNode setUp;
  private List<Dependency> dependencies = List.of();
  private List<Dependency> dependents = List.of();
  private Optional<ValueCodec> results = Optional.empty();
  private Optional<ValueCodec> states = Optional.empty();
  private int rank;

  GraphNode(int id, String name, Work work, Role role, Place place, Shape shape) {
    this.id = id;
    this.name = name;
    this.work = work;
    this.role = role;
    this.scope = place.scope();
    this.guards = List.copyOf(place.guards());
    this.mapped = shape.mapped();
    this.arguments = List.copyOf(shape.arguments());
    this.setUp = shape.setUp();
  }

  /** The place of a node in the graph. */
  record Place(Scope scope, List<BranchCondition> guards) {}

  /** The inputs of a node. */
  record Shape(boolean mapped, List<Source> arguments, @Nullable GraphNode setUp) {
    static Shape of(List<? extends Source> arguments) {
      return new Shape(false, List.copyOf(arguments), null);
    }
  }

  /** Returns the position of this node in the order of definition, from 0. */
  public int id() {
    return id;
  }

  /** Returns the name of this node, which is unique in its flow. */
  public String name() {
    return name;
  }

  public Work work() {
    return work;
  }

  public Role role() {
    return role;
  }

  public Scope scope() {
    return scope;
  }

  /** Returns whether this node has a child for each element of an argument. */
  public boolean mapped() {
    return mapped;
  }

  /**
   * Returns the number of indexes of a run of this node: an index for each scope around the node,
   * and another if the node is mapped.
   */
  public int dimensions() {
    return scope.depth() + (mapped ? 1 : 0);
  }

  public List<Source> arguments() {
    return arguments;
  }

  public List<Source> after() {
    return Collections.unmodifiableList(after);
  }

  public List<BranchCondition> guards() {
    return guards;
  }

  /** Returns the set-up whose value this node gets, if it is a clean-up. */
  public Optional<GraphNode> setUp() {
    return Optional.ofNullable(setUp);
  }

  /** Returns the task that this node runs, if it runs a task. */
  public Optional<TaskDefinition> task() {
    return work instanceof Work.Run run ? Optional.of(run.task()) : Optional.empty();
  }

  /**
   * Returns the policy of its task; the default policy for nodes whose work the engine does itself.
   */
  public Policy policy() {
    return work instanceof Work.Run run ? run.task().policy() : Policy.DEFAULT;
  }

  public List<Dependency> dependencies() {
    return dependencies;
  }

  /**
   * Returns the dependencies of other nodes on this node, which is their {@link
   * Dependency#upstream}.
   */
  public List<Dependency> dependents() {
    return dependents;
  }

  /**
   * Returns the position of this node in an order in which every node comes after its upstreams.
   */
  public int rank() {
    return rank;
  }

  /** Returns the codec of this node's results; empty if they are not kept. */
  public Optional<ValueCodec> results() {
    return results;
  }

  /** Returns the codec of the states of a loop; empty if this node is no loop. */
  public Optional<ValueCodec> states() {
    return states;
  }

  /**
   * Returns a result of this node for a reader that may change it. A large one is read.
   *
   * @throws NotCarried if it cannot be copied
   */
  public @Nullable Object lend(@Nullable Object result) throws NotCarried {
    Object value = result instanceof LargeValue large ? large.read() : result;
    return results.isPresent() ? results.get().lend(value) : value;
  }

  void keep(Optional<ValueCodec> resultCodec, Optional<ValueCodec> stateCodec) {
    results = resultCodec;
    states = stateCodec;
  }

  void addAfter(Source other) {
    after.add(other);
  }

  void link(List<Dependency> dependencies, List<Dependency> dependents, int rank) {
    this.dependencies = List.copyOf(dependencies);
    this.dependents = List.copyOf(dependents);
    this.rank = rank;
  }

  @Override
  public String toString() {
    return name;
  }
}
