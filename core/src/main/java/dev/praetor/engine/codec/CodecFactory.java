package dev.praetor.engine.codec;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.praetor.engine.codec.type.ReadOnce;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.TypeFactory;

/** Makes codecs of types; collects all that cannot be carried, each with the path to it. */
final class CodecFactory {
  private static final Set<Class<?>> OPEN =
      Set.of(
          Object.class,
          Number.class,
          Comparable.class,
          CharSequence.class,
          java.io.Serializable.class);
  private final TypeFactory types = JsonMapper.shared().getTypeFactory();
  private final OpenTypes open;
  private final ClassLoader loader;
  private final Purpose purpose;
  private final Map<JavaType, Codec> known = new HashMap<>();
  private final Map<JavaType, RecursiveCodec> building = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  CodecFactory(ClassLoader loader, Purpose purpose) {
    this.loader = loader;
    this.purpose = purpose;
    open = new OpenTypes(this, loader);
  }

  Purpose purpose() {
    return purpose;
  }

  /** Returns what cannot be carried of the types so far. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** Makes the codec of a declared type. */
  synchronized Codec of(Type type) {
    return visit(types.constructType(type), "");
  }

  /** Makes the codec of values of exactly this class, which is only known now. */
  synchronized Codec exact(Class<?> type) throws NotCarried {
    int before = problems.size();
    JavaType java = types.constructType(type);
    Codec codec =
        isOrdinaryClass(type) && !Modifier.isFinal(type.getModifiers())
            ? object(java, Optional.empty(), "")
            : visit(java, "");
    if (codec instanceof OpenCodec) {
      throw new NotCarried(type.getName() + " has no parts that are known");
    }
    if (problems.size() > before) {
      String problem = problems.get(before);
      problems.subList(before, problems.size()).clear();
      known.remove(java);
      throw new NotCarried(problem.startsWith(": ") ? problem.substring(2) : problem);
    }
    return codec;
  }

  private Codec visit(JavaType type, String path) {
    Codec before = known.get(type);
    if (before != null) {
      return before;
    }
    RecursiveCodec within = building.get(type);
    if (within != null) {
      return within;
    }
    RecursiveCodec self = new RecursiveCodec();
    building.put(type, self);
    Codec codec = make(type, path);
    building.remove(type);
    self.is(codec);
    known.put(type, codec);
    return codec;
  }

  private Codec make(JavaType type, String path) {
    Class<?> raw = type.getRawClass();
    if (raw == void.class || raw == Void.class) {
      return NothingCodec.INSTANCE;
    }
    if (raw.isPrimitive()) {
      return visit(types.constructType(boxed(raw)), path);
    }
    Optional<ScalarCodec> scalar = Scalars.of(raw);
    if (scalar.isPresent()) {
      return scalar.get();
    }
    if (raw.isEnum()) {
      return enumeration(raw);
    }
    if (raw.isArray()) {
      return new ArrayCodec(raw.getComponentType(), visit(type.getContentType(), path + "[]"));
    }
    if (OptionalCodec.takes(raw)) {
      return new OptionalCodec(raw, visit(inside(type), path));
    }
    if (JsonNode.class.isAssignableFrom(raw)) {
      return new JsonTreeCodec(raw);
    }
    if (raw == Class.class) {
      return new ClassCodec(loader);
    }
    if (raw == Map.Entry.class) {
      return new EntryCodec(
          visit(type.containedTypeOrUnknown(0), path), visit(type.containedTypeOrUnknown(1), path));
    }
    Optional<CollectionKind> kind = CollectionKind.declaredBy(raw);
    if (purpose == Purpose.LEND && (MapCodec.takes(raw) || kind.isPresent())) {
      return new OpenCodec(raw, open);
    }
    if (MapCodec.takes(raw)) {
      return new MapCodec(
          raw, visit(type.getKeyType(), path + "[key]"), visit(type.getContentType(), path + "[]"));
    }
    if (kind.isPresent()) {
      JavaType element = element(type);
      return new CollectionCodec(raw, kind.get(), visit(element, path + "[]"));
    }
    if (OPEN.contains(raw)) {
      return new OpenCodec(raw, open);
    }
    if (raw.isSealed()) {
      return family(type, path);
    }
    return ofClass(type, path);
  }

  private static JavaType inside(JavaType optional) {
    TypeFactory types = JsonMapper.shared().getTypeFactory();
    Class<?> raw = optional.getRawClass();
    if (raw == OptionalInt.class) {
      return types.constructType(Integer.class);
    }
    if (raw == OptionalLong.class) {
      return types.constructType(Long.class);
    }
    return raw == OptionalDouble.class
        ? types.constructType(Double.class)
        : optional.containedTypeOrUnknown(0);
  }

  private JavaType element(JavaType collection) {
    JavaType[] parameters = types.findTypeParameters(collection, Iterable.class);
    return parameters == null || parameters.length == 0
        ? types.constructType(Object.class)
        : parameters[0];
  }

  @SuppressWarnings("unchecked")
  private static Codec enumeration(Class<?> type) {
    return new EnumCodec((Class<? extends Enum<?>>) type);
  }

  private Codec ofClass(JavaType type, String path) {
    Class<?> raw = type.getRawClass();
    Optional<String> why = refusal(raw);
    if (why.isPresent()) {
      return refuse(raw, path, why.get());
    }
    if (raw.isRecord()) {
      return object(type, Optional.empty(), path);
    }
    if (raw.isInterface() || Modifier.isAbstract(raw.getModifiers())) {
      if (Collection.class.isAssignableFrom(raw) || Map.class.isAssignableFrom(raw)) {
        return refuse(
            raw,
            path,
            raw.getName() + " is a collection of its own kind: write List, Set or Map for it");
      }
      return new OpenCodec(raw, open);
    }
    if (Modifier.isFinal(raw.getModifiers())) {
      return object(type, Optional.empty(), path);
    }
    OpenCodec any = new OpenCodec(raw, open);
    Codec made = object(type, Optional.of(any), path);
    return made instanceof ObjectCodec ? any : made;
  }

  private boolean isOrdinaryClass(Class<?> type) {
    return !type.isRecord()
        && !type.isEnum()
        && !type.isArray()
        && !type.isInterface()
        && !type.isSealed()
        && !Modifier.isAbstract(type.getModifiers())
        && Scalars.of(type).isEmpty()
        && refusal(type).isEmpty();
  }

  private Optional<String> refusal(Class<?> type) {
    String name = type.getName();
    Optional<Class<?>> once = ReadOnce.kind(type);
    if (once.isPresent()) {
      return Optional.of(
          article(once.get().getSimpleName()) + " can be read only once: collect it to a List");
    }
    if (type == EnumSet.class || type == EnumMap.class) {
      return Optional.of(
          "write " + type.getSimpleName().substring(4) + " for " + type.getSimpleName());
    }
    if (Throwable.class.isAssignableFrom(type)) {
      return Optional.of(name + " is an exception: return its message, or throw it");
    }
    boolean ofThePlatform =
        name.startsWith("java.") || name.startsWith("javax.") || name.startsWith("jdk.");
    if (ofThePlatform || type.isHidden()) {
      return Optional.of(
          name
              + " holds no value that lasts: return a record, a text, a number or a list of these");
    }
    if (purpose == Purpose.COMPARE) {
      return Optional.empty();
    }
    if (type.isAnonymousClass() || type.isLocalClass() && !type.isRecord() || isInner(type)) {
      return Optional.of(name + " is tied to code around it: make it static, or a record");
    }
    return Optional.empty();
  }

  private static String article(String name) {
    return ("AEIOU".indexOf(name.charAt(0)) >= 0 ? "an " : "a ") + name;
  }

  private static boolean isInner(Class<?> type) {
    return type.isMemberClass() && !type.isInterface() && !Modifier.isStatic(type.getModifiers());
  }

  private Codec object(JavaType type, Optional<OpenCodec> around, String path) {
    Class<?> raw = type.getRawClass();
    Parts parts;
    try {
      parts = raw.isRecord() ? Parts.ofRecord(raw) : Parts.ofFields(raw, purpose);
    } catch (NotCarried e) {
      return refuse(raw, path, e.why());
    }
    ObjectCodec object = new ObjectCodec(raw, parts, purpose);
    List<Codec> codecs = new ArrayList<>();
    for (Parts.Part part : parts.all()) {
      JavaType declaredIn = type.findSuperType(part.declaredIn());
      JavaType partType =
          types.resolveMemberType(
              part.type(), (declaredIn == null ? type : declaredIn).getBindings());
      codecs.add(visit(partType, path.isEmpty() ? part.name() : path + "." + part.name()));
    }
    object.complete(codecs);
    around.ifPresent(open -> open.complete(object));
    return object;
  }

  private Codec family(JavaType type, String path) {
    FamilyCodec family = new FamilyCodec(type.getRawClass());
    Map<Class<?>, String> names = new LinkedHashMap<>();
    Map<String, Codec> codecs = new LinkedHashMap<>();
    List<Class<?>> members = new ArrayList<>();
    collect(type.getRawClass(), members);
    for (Class<?> member : members) {
      String name = nameOf(member);
      String inside = path + "(" + name + ")";
      if (codecs.containsKey(name)) {
        refuse(inside, "two members have this name: give one another with @JsonTypeName");
        continue;
      }
      names.put(member, name);
      JavaType specialised =
          member == type.getRawClass() ? type : types.constructSpecializedType(type, member);
      Optional<String> why = member.isEnum() ? Optional.empty() : refusal(member);
      codecs.put(
          name,
          why.isPresent()
              ? refuse(inside, why.get())
              : member.isEnum()
                  ? enumeration(member)
                  : object(specialised, Optional.empty(), inside));
    }
    family.complete(names, codecs);
    return family;
  }

  private void collect(Class<?> type, List<Class<?>> members) {
    boolean isAbstract = type.isInterface() || Modifier.isAbstract(type.getModifiers());
    if (type.isEnum() || !isAbstract) {
      members.add(type);
    }
    if (type.isSealed() && !type.isEnum()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        if (!members.contains(permitted)) {
          collect(permitted, members);
        }
      }
    } else if (isAbstract && !type.isEnum()) {
      refuse("", type.getName() + " is non-sealed, so its members are not known: seal it");
    }
  }

  private static String nameOf(Class<?> member) {
    JsonTypeName given = member.getAnnotation(JsonTypeName.class);
    return given != null && !given.value().isEmpty() ? given.value() : member.getSimpleName();
  }

  /** Refuses a type; a part of it that is only lent is shared if it has no copy. */
  private Codec refuse(Class<?> type, String path, String why) {
    return purpose == Purpose.LEND && !path.isEmpty()
        ? new OpenCodec(type, open)
        : refuse(path, why);
  }

  private Codec refuse(String path, String why) {
    problems.add(path + ": " + why);
    return NothingCodec.INSTANCE;
  }

  private static Class<?> boxed(Class<?> primitive) {
    return java.lang.invoke.MethodType.methodType(primitive).wrap().returnType();
  }
}
