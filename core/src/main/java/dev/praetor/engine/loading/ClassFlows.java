package dev.praetor.engine.loading;

import dev.praetor.Flow;
import dev.praetor.FlowSource;
import dev.praetor.engine.loading.FlowLoader.Found;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls the code of authors that makes flows. */
final class ClassFlows {
  private static final String ADVICE =
      "write a static method without parameters that returns a Flow, or a class that implements"
          + " FlowSource";

  private ClassFlows() {}

  /**
   * Returns the flows of classes.
   *
   * @throws CannotLoadFlows if they have none
   */
  static List<Found> of(List<Class<?>> classes, String target) {
    List<Found> flows = all(classes, target);
    if (flows.isEmpty()) {
      throw CannotLoadFlows.unusable(target, target + " has no flow", ADVICE);
    }
    return flows;
  }

  /** Returns the flows of classes; none if they have none. */
  static List<Found> all(List<Class<?>> classes, String target) {
    List<Found> flows = new ArrayList<>();
    for (Class<?> type : classes) {
      try {
        addAll(type, flows);
      } catch (LinkageError e) {
        throw DefinitionFailure.of(target, "class " + type.getName() + " cannot be used", e);
      }
    }
    return flows;
  }

  private static void addAll(Class<?> type, List<Found> flows) {
    if (FlowSource.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
      addAll((FlowSource) make(type), flows);
    }
    Arrays.stream(type.getDeclaredMethods())
        .filter(ClassFlows::givesFlow)
        .sorted(Comparator.comparing(Method::getName))
        .forEach(method -> flows.add(new Found((Flow<?>) call(method), type, Optional.of(method))));
  }

  /** Adds the flows of a source. */
  static void addAll(FlowSource source, List<Found> flows) {
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
