package dev.praetor.engine.task;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * Requires the components of records, unless they are {@code Optional} or declared
 * {@code @Nullable}: a component that is not given would otherwise be silently null.
 */
final class RequiredComponents extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1;
  private static final Set<Class<?>> OPTIONALS =
      Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);

  @Override
  public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
    JsonSetter.Value own = super.findSetterInfo(config, annotated);
    boolean isRequired =
        own.getValueNulls() == Nulls.DEFAULT
            && annotated instanceof AnnotatedParameter parameter
            && isRequired(parameter);
    return isRequired ? own.withValueNulls(Nulls.FAIL) : own;
  }

  private static boolean isRequired(AnnotatedParameter parameter) {
    RecordComponent[] components = parameter.getDeclaringClass().getRecordComponents();
    if (components == null || parameter.getOwner().getParameterCount() != components.length) {
      return false;
    }
    RecordComponent component = components[parameter.getIndex()];
    return !OPTIONALS.contains(component.getType())
        && !isNullable(component)
        && !isNullable(component.getAnnotatedType())
        && !isNullable(component.getAccessor());
  }

  private static boolean isNullable(AnnotatedElement element) {
    return Arrays.stream(element.getAnnotations())
        .map(Annotation::annotationType)
        .anyMatch(type -> type.getSimpleName().equals("Nullable"));
  }
}
