package dev.praetor.engine.loading;

import dev.praetor.Flow;
import dev.praetor.FlowSource;
import dev.praetor.engine.graph.Work;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Finds the flows of a source file, a jar or a class. */
public final class FlowLoader {
  private FlowLoader() {}

  /**
   * A flow and the code that makes it.
   *
   * @param method the static method without parameters that returns the flow; absent if the class
   *     is a source of flows
   */
  public record Found(Flow<?> flow, Class<?> type, Optional<Method> method) {}

  /** Loads the flows of a target: a {@code .java} file, a {@code .jar}, or the name of a class. */
  public static List<Flow<?>> load(String target) throws IOException {
    return find(target).stream().<Flow<?>>map(Found::flow).toList();
  }

  /** Loads the flows of a target, with the code that makes them. */
  public static List<Found> find(String target) throws IOException {
    Path path = Path.of(target);
    if (target.endsWith(".java")) {
      requireFile(path);
      return of(SourceFile.compile(path), target);
    }
    if (target.endsWith(".jar")) {
      requireFile(path);
      return ofJar(path);
    }
    try {
      Class<?> type = Class.forName(target, false, FlowLoader.class.getClassLoader());
      return of(List.of(type), target);
    } catch (ClassNotFoundException e) {
      throw CannotLoadFlows.missing(
          target,
          "'"
              + target
              + "' is neither a .java file, nor a .jar, nor the name of a class on the class path");
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

  private static List<Found> ofJar(Path jar) throws IOException {
    requireJar(jar);
    URL[] urls = {jar.toUri().toURL()};
    ClassLoader loader = new URLClassLoader(urls, FlowLoader.class.getClassLoader());
    List<Found> flows = new ArrayList<>();
    List<String> sources = new ArrayList<>();
    try {
      for (FlowSource source : ServiceLoader.load(FlowSource.class, loader)) {
        if (source.getClass().getClassLoader() == loader) {
          sources.add(source.getClass().getName() + ".flows()");
          addAll(source, flows);
        }
      }
    } catch (ServiceConfigurationError | LinkageError e) {
      throw DefinitionFailure.of(
          jar.toString(), jar + " names a flow source that cannot be used", e);
    }
    if (flows.isEmpty()) {
      throw CannotLoadFlows.unusable(
          jar.toString(),
          jar + " offers no flows",
          sources.isEmpty()
              ? "implement dev.praetor.FlowSource and name the class in"
                  + " META-INF/services/dev.praetor.FlowSource"
              : String.join(" and ", sources) + " must return List.of(…) of the flows");
    }
    return flows;
  }

  private static void requireJar(Path jar) throws IOException {
    try (JarFile read = new JarFile(jar.toFile())) {
      read.size();
    } catch (ZipException e) {
      throw CannotLoadFlows.unusable(
          jar.toString(),
          jar + " is not a jar: it cannot be read as a zip file (" + e.getMessage() + ")",
          "build it again; it may be damaged or incomplete");
    }
  }

  private static List<Found> of(List<Class<?>> classes, String target) {
    List<Found> flows = new ArrayList<>();
    for (Class<?> type : classes) {
      try {
        addAll(type, flows);
      } catch (LinkageError e) {
        throw DefinitionFailure.of(target, "class " + type.getName() + " cannot be used", e);
      }
    }
    if (flows.isEmpty()) {
      throw CannotLoadFlows.unusable(
          target,
          target + " has no flow",
          "write a static method without parameters that returns a Flow, or a class that implements"
              + " FlowSource");
    }
    return flows;
  }

  private static void addAll(Class<?> type, List<Found> flows) {
    if (FlowSource.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
      addAll((FlowSource) make(type), flows);
    }
    Arrays.stream(type.getDeclaredMethods())
        .filter(FlowLoader::givesFlow)
        .sorted(Comparator.comparing(Method::getName))
        .forEach(method -> flows.add(new Found((Flow<?>) call(method), type, Optional.of(method))));
  }

  private static void addAll(FlowSource source, List<Found> flows) {
    String where = source.getClass().getName() + ".flows()";
    List<Flow<?>> given;
    try {
      given = source.flows();
    } catch (Throwable thrown) {
      throw DefinitionFailure.of(where, "defining the flows in " + where + " failed", thrown);
    }
    requireNotNull(given, where, "return List.of(…) of the flows");
    for (Flow<?> flow : given) {
      requireNotNull(flow, "an element of " + where, "leave it out, or define the flow");
      flows.add(new Found(flow, source.getClass(), Optional.empty()));
    }
  }

  private static void requireNotNull(@Nullable Object value, String where, String advice) {
    if (value == null) {
      throw CannotLoadFlows.unusable(where, where + " is null", advice);
    }
  }

  private static boolean givesFlow(Method method) {
    return Modifier.isStatic(method.getModifiers())
        && method.getParameterCount() == 0
        && method.getReturnType() == Flow.class
        && !method.isSynthetic();
  }

  private static Object make(Class<?> type) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (NoSuchMethodException | InstantiationException | IllegalAccessException e) {
      throw CannotLoadFlows.unusable(
          type.getName(), type.getName() + " needs a constructor without parameters", "");
    } catch (Throwable thrown) {
      throw DefinitionFailure.of(
          type.getName(), "an object of " + type.getName() + " could not be made", thrown);
    }
  }

  private static Object call(Method method) {
    String where = method.getDeclaringClass().getName() + "." + method.getName() + "()";
    Object flow;
    try {
      method.setAccessible(true);
      flow = method.invoke(null);
    } catch (Throwable thrown) {
      throw DefinitionFailure.of(where, "defining the flow in " + where + " failed", thrown);
    }
    requireNotNull(flow, where, "return Flow.define(…)");
    return flow;
  }
}
