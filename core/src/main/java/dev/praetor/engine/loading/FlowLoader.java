package dev.praetor.engine.loading;

import dev.praetor.Flow;
import dev.praetor.engine.graph.Work;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the flows of a source file, a jar, a folder with the jars of a package, or a class. */
public final class FlowLoader {
  private FlowLoader() {}

  /**
   * A flow and the code that makes it.
   *
   * @param method the static method without parameters that returns the flow; absent if the class
   *     is a source of flows
   */
  public record Found(Flow<?> flow, Class<?> type, Optional<Method> method) {
    /** Returns the code that makes the flow, as in {@code Reminders.flows()}. */
    public String code() {
      return type.getName() + "." + method.map(Method::getName).orElse("flows") + "()";
    }
  }

  /**
   * Loads the flows of a target: a {@code .java} file, a {@code .jar}, a folder with jars, or the
   * name of a class.
   */
  public static List<Flow<?>> load(String target) throws IOException {
    return find(target).stream().<Flow<?>>map(Found::flow).toList();
  }

  /** Loads the flows of a target, with the code that makes them. */
  public static List<Found> find(String target) throws IOException {
    Path path = Path.of(target);
    if (target.endsWith(".java")) {
      requireFile(path);
      return ClassFlows.of(CompiledSources.of(path).load(), target);
    }
    if (target.endsWith(".jar")) {
      requireFile(path);
      return PackageLoader.find(List.of(path), target);
    }
    try {
      Class<?> type = Class.forName(target, false, FlowLoader.class.getClassLoader());
      return ClassFlows.of(List.of(type), target);
    } catch (ClassNotFoundException e) {
      if (Files.isDirectory(path)) {
        return PackageLoader.find(path);
      }
      throw CannotLoadFlows.missing(
          target,
          "'"
              + target
              + "' is neither a .java file, nor a .jar, nor a folder of jars, nor the name of a class on the class path");
    } catch (LinkageError e) {
      throw DefinitionFailure.of(target, "class " + target + " cannot be loaded", e);
    }
  }

  /**
   * Loads the only flow of a target.
   *
   * @throws CannotLoadFlows if the target has several flows
   */
  public static Flow<?> only(String target) throws IOException {
    List<Flow<?>> flows = load(target);
    if (flows.size() > 1) {
      throw CannotLoadFlows.several(target, names(flows));
    }
    return flows.getFirst();
  }

  /** Loads the flow of the given name. */
  public static Flow<?> named(String target, String name) throws IOException {
    List<Flow<?>> flows = load(target);
    return flows.stream()
        .filter(flow -> flow.name().equals(name))
        .findFirst()
        .orElseThrow(() -> CannotLoadFlows.unknown(target, name, names(flows)));
  }

  /** Loads the flow of the given name, which may be a part of another flow of the target. */
  public static Flow<?> namedOrPart(String target, String name) throws IOException {
    Deque<Flow<?>> flows = new ArrayDeque<>(load(target));
    Set<String> seen = new LinkedHashSet<>();
    while (!flows.isEmpty()) {
      Flow<?> flow = flows.remove();
      if (flow.name().equals(name)) {
        return flow;
      }
      if (seen.add(flow.name())) {
        flow.definition()
            .graph()
            .nodes()
            .forEach(node -> {
              if (node.work() instanceof Work.RunFlow part) {
                flows.add(Flow.of(part.flow()));
              }
            });
      }
    }
    throw CannotLoadFlows.unknown(target, name, List.copyOf(seen));
  }

  private static List<String> names(List<Flow<?>> flows) {
    return flows.stream().<String>map(Flow::name).toList();
  }

  private static void requireFile(Path path) {
    if (Files.isDirectory(path)) {
      throw CannotLoadFlows.missing(path.toString(), path + " is a folder, not a file");
    }
    if (!Files.isRegularFile(path)) {
      throw CannotLoadFlows.missing(path.toString(), "there is no file " + path);
    }
  }
}
