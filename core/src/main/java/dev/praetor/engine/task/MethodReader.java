package dev.praetor.engine.task;

import dev.praetor.InvalidTask;
import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the name and the generic types of a method reference from its serialised form ({@link
 * SerializedLambda}). Done once, when a task is defined.
 */
public final class MethodReader {
  private MethodReader() {}

  /** The signature of a method, with the name of a task made of it. */
  public record Read(String name, Signature signature) {}

  public static Read read(Serializable function) {
    SerializedLambda form = formOf(function);
    if (isLambda(form)) {
      throw new InvalidTask(
          "",
          "a lambda has no name and hides its types: write Task.of(\"name\", Result.class,"
              + " lambda), or make it a method and write Task.of(object::method)");
    }
    Class<?> owner = ownerOf(form, function);
    Executable method = find(owner, form);
    List<Type> arguments = new ArrayList<>();
    List<Boolean> nullable = new ArrayList<>();
    if (takesReceiver(form)) {
      arguments.add(owner);
      nullable.add(false);
    }
    Type[] types = method.getGenericParameterTypes();
    for (int i = 0; i < types.length; i++) {
      arguments.add(boxed(types[i]));
      nullable.add(isNullable(method, i));
    }
    Type result =
        method instanceof Method m ? boxed(m.getGenericReturnType()) : method.getDeclaringClass();
    String name = method instanceof Constructor<?> ? owner.getSimpleName() : method.getName();
    return new Read(snakeCase(name), new Signature(arguments, nullable, result, captured(form)));
  }

  /** Returns the result type of a method reference; {@code Object} for a lambda, which hides it. */
  public static Type resultOf(Serializable function) {
    SerializedLambda form = formOf(function);
    return isLambda(form) ? Object.class : read(function).signature().result();
  }

  private static SerializedLambda formOf(Serializable function) {
    return serializedForm(function).orElseThrow(() -> notAReference(function));
  }

  private static Optional<SerializedLambda> serializedForm(Serializable function) {
    try {
      Method write = function.getClass().getDeclaredMethod("writeReplace");
      write.setAccessible(true);
      return write.invoke(function) instanceof SerializedLambda form
          ? Optional.of(form)
          : Optional.empty();
    } catch (ReflectiveOperationException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static InvalidTask notAReference(Serializable function) {
    return new InvalidTask(
        "",
        "Task.of(…) takes a method reference such as marvin::team, not a "
            + function.getClass().getName()
            + "; give a name and a result type with it: Task.of(\"name\", Result.class, …)");
  }

  private static Class<?> ownerOf(SerializedLambda form, Serializable function) {
    String name = form.getImplClass().replace('/', '.');
    try {
      return Class.forName(name, false, function.getClass().getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new InvalidTask(
          form.getImplMethodName(), "the class " + name + " of a method reference cannot be found");
    }
  }

  /** Returns the values that belong to a function, or the function itself if it is an object. */
  static CapturedValues capturedBy(Serializable function) {
    return serializedForm(function)
        .map(MethodReader::captured)
        .orElseGet(() -> new CapturedValues(false, List.of(function)));
  }

  private static CapturedValues captured(SerializedLambda form) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < form.getCapturedArgCount(); i++) {
      values.add(form.getCapturedArg(i));
    }
    return new CapturedValues(isLambda(form), values);
  }

  private static boolean isLambda(SerializedLambda form) {
    return form.getImplMethodName().startsWith("lambda$");
  }

  private static boolean takesReceiver(SerializedLambda form) {
    int kind = form.getImplMethodKind();
    boolean bound = form.getCapturedArgCount() > 0;
    return !bound
        && kind != MethodHandleInfo.REF_invokeStatic
        && kind != MethodHandleInfo.REF_newInvokeSpecial;
  }

  private static Executable find(Class<?> owner, SerializedLambda form) {
    boolean makes = form.getImplMethodKind() == MethodHandleInfo.REF_newInvokeSpecial;
    List<Executable> named = new ArrayList<>();
    if (makes) {
      named.addAll(List.of(owner.getDeclaredConstructors()));
    } else {
      collect(owner, form.getImplMethodName(), named);
    }
    if (named.size() > 1) {
      throw new InvalidTask(
          form.getImplMethodName(),
          "'"
              + form.getImplMethodName()
              + "' of "
              + owner.getSimpleName()
              + " has "
              + named.size()
              + " overloads, so its name does not say which one the task is: rename one of them, or"
              + " write Task.of(\"name\", Result.class, (Type x) -> …)");
    }
    if (named.isEmpty()) {
      throw new InvalidTask(
          form.getImplMethodName(),
          "the method " + form.getImplMethodName() + " of " + owner.getName() + " cannot be found");
    }
    return named.getFirst();
  }

  /** Collects the methods of a name; overridden methods are counted once. */
  private static void collect(Class<?> owner, String name, List<Executable> found) {
    for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
      add(type, name, found);
    }
    for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
      collectFromInterfaces(type, name, found);
    }
  }

  private static void collectFromInterfaces(Class<?> type, String name, List<Executable> found) {
    for (Class<?> each : type.getInterfaces()) {
      add(each, name, found);
      collectFromInterfaces(each, name, found);
    }
  }

  private static void add(Class<?> type, String name, List<Executable> found) {
    for (Method method : type.getDeclaredMethods()) {
      boolean fresh =
          found.stream()
              .noneMatch(
                  m -> m.getParameterCount() == method.getParameterCount() && overrides(m, method));
      if (method.getName().equals(name) && !method.isBridge() && !method.isSynthetic() && fresh) {
        found.add(method);
      }
    }
  }

  private static boolean overrides(Executable lower, Method upper) {
    if (Arrays.equals(lower.getParameterTypes(), upper.getParameterTypes())) {
      return true;
    }
    // A type parameter of the upper method may have been replaced by an argument in the lower one.
    return lower.getDeclaringClass() != upper.getDeclaringClass()
        && Arrays.stream(upper.getGenericParameterTypes())
            .anyMatch(t -> t instanceof TypeVariable<?>);
  }

  private static boolean isNullable(Executable method, int index) {
    AnnotatedType[] types = method.getAnnotatedParameterTypes();
    boolean onType =
        index < types.length
            && Arrays.stream(types[index].getAnnotations())
                .anyMatch(a -> a.annotationType().getSimpleName().equals("Nullable"));
    var onParameter = method.getParameterAnnotations();
    return onType
        || index < onParameter.length
            && Arrays.stream(onParameter[index])
                .anyMatch(a -> a.annotationType().getSimpleName().equals("Nullable"));
  }

  static Type boxed(Type type) {
    if (!(type instanceof Class<?> c) || !c.isPrimitive()) {
      return type;
    }
    return MethodType.methodType(c).wrap().returnType();
  }

  /**
   * Converts a name to snake case: {@code getTeam} becomes {@code get_team}, {@code
   * parseHTTPHeader} becomes {@code parse_http_header}.
   */
  static String snakeCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replaceAll("([A-Z]+)([A-Z][a-z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }
}
