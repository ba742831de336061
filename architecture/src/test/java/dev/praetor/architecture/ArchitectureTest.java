package dev.praetor.architecture;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Rules about the dependencies of modules, checked in the compiled classes of the other modules.
 */
class ArchitectureTest {
  /** The modules that each module may use. Some of them do not exist yet. */
  private static final Map<String, Set<String>> MAY_KNOW =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("core", Set.of()),
              Map.entry("store", Set.of("core")),
              Map.entry("embedded", Set.of("core", "store")),
              Map.entry("server", Set.of("core", "store", "embedded")),
              Map.entry("client", Set.of("core")),
              Map.entry("worker", Set.of("core", "store", "client")),
              Map.entry("cluster", Set.of("core")),
              Map.entry("integrations", Set.of("core")),
              Map.entry("testkit", Set.of("core")),
              Map.entry("examples", Set.of("core", "store", "embedded", "integrations")),
              Map.entry("postgres", Set.of()),
              Map.entry(
                  "cli",
                  Set.of("core", "store", "embedded", "client", "worker", "server", "examples")),
              Map.entry(
                  "bench",
                  Set.of(
                      "core",
                      "store",
                      "embedded",
                      "client",
                      "worker",
                      "cluster",
                      "testkit",
                      "examples"))));

  /** The modules that execute runs and therefore may use the engine itself. */
  private static final Set<String> MAY_USE_ENGINE =
      Set.of("core", "testkit", "cli", "store", "embedded", "server", "worker", "cluster", "bench");

  /** The packages that describe flows. */
  private static final Set<String> DESCRIBES =
      Set.of(
          "dev.praetor",
          "dev.praetor.engine.task",
          "dev.praetor.engine.graph",
          "dev.praetor.engine.spec",
          "dev.praetor.engine.draw");

  /** The packages that run flows. */
  private static final Set<String> RUNS =
      Set.of(
          "dev.praetor.engine.local",
          "dev.praetor.engine.loop",
          "dev.praetor.engine.restart",
          "dev.praetor.engine.run",
          "dev.praetor.engine.taskruns");

  private static final String STORE = "dev.praetor.store.RunStore";

  /** The methods of a store with which a run is made or claimed. */
  private static final Set<String> ENTERS_RUNS =
      Set.of("journal", "claim", "resume", "queue", "boundRuns");

  /** The classes with which a run can be started beside the engine of applications. */
  private static final Set<String> STARTS_RUNS =
      Set.of(
          "dev.praetor.engine.local.LocalRun",
          "dev.praetor.engine.loop.RunLoop",
          "dev.praetor.embedded.run.Door",
          "dev.praetor.embedded.run.FlowCode",
          "dev.praetor.embedded.run.RunsInProgress",
          "dev.praetor.store.write.StoreJournal");

  private static final Set<String> NO_PRODUCTION_CODE = Set.of("bench", "examples", "postgres");

  private static final List<String> LIBRARIES_OF_CORE =
      List.of(
          "java.",
          "javax.tools.",
          "org.jspecify.",
          "org.slf4j.",
          "tools.jackson.",
          "com.fasterxml.jackson.annotation.");

  /** The classes that pass the machine's clock to all others. */
  private static final Set<String> PASSES_THE_CLOCK =
      Set.of(
          "dev.praetor.Schedule",
          "dev.praetor.cli.Main",
          "dev.praetor.engine.Timekeeper",
          "dev.praetor.store.RunStore");

  /** The compiled production classes of every existing module. */
  private static final Map<String, List<JavaClass>> MODULES =
      MAY_KNOW.keySet().stream()
          .filter(module -> Files.isDirectory(Path.of("..", module)))
          .collect(toMap(module -> module, module -> List.copyOf(ProductionClasses.of(module))));

  private static final Map<String, String> MODULE_OF_CLASS =
      MODULES.entrySet().stream()
          .flatMap(module -> module.getValue().stream().map(c -> Map.entry(c.getName(), module)))
          .collect(toMap(Map.Entry::getKey, entry -> entry.getValue().getKey()));

  @Test
  void every_module_is_compiled_and_in_the_table() throws Exception {
    try (Stream<Path> folders = Files.list(Path.of(".."))) {
      assertThat(folders.filter(folder -> Files.exists(folder.resolve("src/main/java"))))
          .extracting(folder -> folder.getFileName().toString())
          .isSubsetOf(MAY_KNOW.keySet())
          .allSatisfy(module -> assertThat(MODULES.get(module)).isNotEmpty());
    }
  }

  @Test
  void modules_use_only_the_modules_they_may_know() {
    assertThat(uses(_ -> true, ArchitectureTest::reachesTooFar)).isEmpty();
  }

  @Test
  void modules_keep_to_the_package_of_their_name() {
    assertThat(
            classes(_ -> true)
                .filter(type -> !moduleNamedBy(type).equals(moduleOf(type)))
                .map(JavaClass::getName))
        .isEmpty();
  }

  @Test
  void only_modules_that_execute_runs_use_the_engine() {
    assertThat(
            uses(
                module -> !MAY_USE_ENGINE.contains(module),
                use -> isIn("dev.praetor.engine", use.getTargetClass())))
        .isEmpty();
  }

  @Test
  void the_command_line_starts_runs_only_by_the_engine_of_applications() {
    assertThat(uses("cli"::equals, use -> STARTS_RUNS.contains(use.getTargetClass().getName())))
        .as("start, resume and restart runs by PraetorEngine")
        .isEmpty();
    assertThat(
            classes("cli"::equals)
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .filter(call -> call.getTargetOwner().getName().equals(STORE))
                .filter(call -> ENTERS_RUNS.contains(call.getName()))
                .map(JavaAccess::getDescription))
        .as("only the engine makes and claims runs in a store")
        .isEmpty();
  }

  @Test
  void packages_that_describe_flows_do_not_know_packages_that_run_flows() {
    assertThat(
            uses(
                "core"::equals,
                use ->
                    DESCRIBES.contains(use.getOriginClass().getPackageName())
                        && RUNS.contains(use.getTargetClass().getPackageName())))
        .as("reach the engine through FlowRunner and CurrentTask")
        .isEmpty();
  }

  @Test
  void core_uses_only_the_jdk_and_its_few_libraries() {
    assertThat(uses("core"::equals, use -> !coreMayUse(use))).isEmpty();
  }

  @Test
  void nullness_is_declared_with_jspecify_only() {
    Set<String> words = Set.of("Nullable", "NonNull", "NotNull", "Nonnull", "CheckForNull");
    assertThat(
            uses(
                _ -> true,
                use ->
                    words.contains(use.getTargetClass().getSimpleName())
                        && !isIn("org.jspecify.annotations", use.getTargetClass())))
        .isEmpty();
  }

  @Test
  void every_package_is_null_marked() {
    assertThat(
            classes(_ -> true)
                .filter(type -> !type.getPackageName().endsWith(".jmh_generated"))
                .map(JavaClass::getPackage)
                .filter(each -> !each.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
                .map(each -> each.getName() + " needs a package-info.java with @NullMarked")
                .distinct())
        .isEmpty();
  }

  @Test
  void production_code_waits_for_events() {
    assertThat(accesses(ArchitectureTest::isSleep).map(JavaAccess::getDescription))
        .as("wait for an event with a deadline")
        .isEmpty();
  }

  @Test
  void production_code_takes_time_from_a_clock() {
    Map<String, String> reading =
        accesses(ArchitectureTest::isWallClock)
            .collect(
                toMap(
                    access -> outermost(access.getOriginOwner()).getName(),
                    JavaAccess::getDescription,
                    (first, other) -> first,
                    TreeMap::new));
    assertThat(reading)
        .as("take an InstantSource as an argument")
        .containsOnlyKeys(PASSES_THE_CLOCK);
  }

  @Test
  void production_code_hides_nothing_in_a_thread_local() {
    assertThat(
            uses(
                module -> !NO_PRODUCTION_CODE.contains(module),
                use ->
                    use.getTargetClass().isAssignableTo(ThreadLocal.class)
                        && !use.getOriginClass().getSimpleName().equals("StartedThreads")))
        .as("bind a ScopedValue instead")
        .isEmpty();
  }

  private static Stream<JavaClass> classes(Predicate<String> module) {
    return MODULES.entrySet().stream()
        .filter(entry -> module.test(entry.getKey()))
        .flatMap(entry -> entry.getValue().stream());
  }

  /** Returns the forbidden dependencies of the modules' classes, as sentences. */
  private static Stream<String> uses(Predicate<String> module, Predicate<Dependency> forbidden) {
    return classes(module)
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(forbidden)
        .map(Dependency::getDescription)
        .sorted();
  }

  /** Returns the accesses of production code that match. */
  private static Stream<JavaAccess<?>> accesses(Predicate<JavaAccess<?>> matching) {
    return classes(module -> !NO_PRODUCTION_CODE.contains(module))
        .<JavaAccess<?>>flatMap(type -> type.getAccessesFromSelf().stream())
        .filter(matching);
  }

  private static boolean reachesTooFar(Dependency use) {
    String from = moduleOf(use.getOriginClass());
    String to = moduleOf(use.getTargetClass());
    return !to.isEmpty()
        && !to.equals(from)
        && !Objects.requireNonNull(MAY_KNOW.get(from)).contains(to);
  }

  private static boolean coreMayUse(Dependency use) {
    JavaClass used = use.getTargetClass().getBaseComponentType();
    return used.isPrimitive()
        || isIn("dev.praetor", used)
        || LIBRARIES_OF_CORE.stream().anyMatch(used.getName()::startsWith);
  }

  /** Returns the module that contains a class, or an empty text for classes of libraries. */
  private static String moduleOf(JavaClass type) {
    return MODULE_OF_CLASS.getOrDefault(type.getBaseComponentType().getName(), "");
  }

  private static String moduleNamedBy(JavaClass type) {
    return MAY_KNOW.keySet().stream()
        .filter(module -> isIn("dev.praetor." + module, type))
        .findFirst()
        .orElse("core");
  }

  private static boolean isSleep(JavaAccess<?> access) {
    return access.getName().equals("sleep")
        && Set.of("java.lang.Thread", "java.util.concurrent.TimeUnit")
            .contains(access.getTargetOwner().getName());
  }

  /**
   * Returns whether an access reads the machine's time or takes its clock; durations may be
   * measured.
   */
  private static boolean isWallClock(JavaAccess<?> access) {
    String owner = access.getTargetOwner().getName();
    String name = access.getName();
    return switch (owner) {
      case "java.lang.System" -> name.equals("currentTimeMillis");
      case "java.time.Clock", "java.time.InstantSource" -> name.startsWith("system");
      case "java.util.Date", "java.util.GregorianCalendar" -> name.equals("<init>");
      default -> owner.startsWith("java.time.") && name.equals("now") && !takesAClock(access);
    };
  }

  private static boolean takesAClock(JavaAccess<?> access) {
    return access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget method
        && method.getRawParameterTypes().stream()
            .anyMatch(type -> type.isEquivalentTo(Clock.class));
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
  }

  private static boolean isIn(String packageName, JavaClass type) {
    return (type.getBaseComponentType().getPackageName() + ".").startsWith(packageName + ".");
  }
}
