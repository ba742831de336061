package dev.praetor.architecture;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Packages stay small and, except for listed exceptions, depend on each other in one direction
 * only.
 */
class PackagesTest {
  private static final int LARGEST = 40;

  /** Packages that may be larger, with their size. An entry can only shrink or be removed. */
  private static final Map<String, Integer> LARGER =
      Map.of(
          // The authors' API has one package: a sealed family cannot be spread over several, and
          // the parts of FlowBuilder need the insides of nodes, which authors must not see.
          "dev.praetor", 66);

  /** The largest circle of classes that each module may have. A number can only shrink. */
  private static final Map<String, Integer> LARGEST_CIRCLE =
      new TreeMap<>(
          Map.of(
              "core",
              21,
              "store",
              3,
              "embedded",
              0,
              "server",
              0,
              "client",
              0,
              "worker",
              0,
              "cli",
              0));

  /** Arrows that would close a circle of packages. The list can only shrink. */
  private static final List<Arrow> EXCEPTIONS =
      List.of(
          // Types of the authors' API are built from the engine's types, which refer to them.
          new Arrow("dev.praetor", "dev.praetor.engine"),
          new Arrow("dev.praetor", "dev.praetor.engine.draw"),
          new Arrow("dev.praetor", "dev.praetor.engine.graph"),
          new Arrow("dev.praetor", "dev.praetor.engine.secret"),
          new Arrow("dev.praetor", "dev.praetor.engine.spec"),
          new Arrow("dev.praetor", "dev.praetor.engine.task"),
          // Schedule and Occurrence belong to the authors' API too.
          new Arrow("dev.praetor", "dev.praetor.schedule"),
          new Arrow("dev.praetor", "dev.praetor.schedule.internal.text"),
          new Arrow("dev.praetor", "dev.praetor.schedule.internal.ticks"),
          // Public values parse and print themselves.
          new Arrow("dev.praetor.schedule", "dev.praetor.schedule.internal.cron"),
          new Arrow("dev.praetor.schedule", "dev.praetor.schedule.internal.json"),
          new Arrow("dev.praetor.schedule", "dev.praetor.schedule.internal.recurrence"),
          new Arrow("dev.praetor.schedule", "dev.praetor.schedule.internal.text"),
          new Arrow("dev.praetor.schedule", "dev.praetor.schedule.internal.ticks"),
          new Arrow("dev.praetor.schedule", "dev.praetor.schedule.internal.time"));

  private record Arrow(String from, String to) {}

  @Test
  void no_package_has_more_files_than_a_reader_can_survey() {
    Map<String, Set<String>> files =
        LARGEST_CIRCLE.keySet().stream()
            .flatMap(module -> ProductionClasses.of(module).stream())
            .map(ProductionClasses::file)
            .collect(groupingBy(JavaClass::getPackageName, mapping(JavaClass::getName, toSet())));
    assertThat(files)
        .allSatisfy((name, inIt) ->
            assertThat(inIt).hasSizeLessThanOrEqualTo(LARGER.getOrDefault(name, LARGEST)));
    assertThat(LARGER.keySet())
        .as("exceptions that are needed")
        .allSatisfy(name -> assertThat(files.get(name)).hasSizeGreaterThan(LARGEST));
  }

  @TestFactory
  Stream<DynamicTest> classes_of_a_module_depend_on_each_other_in_small_circles_only() {
    return LARGEST_CIRCLE.entrySet().stream()
        .map(module ->
            DynamicTest.dynamicTest(
                module.getKey(),
                () ->
                    assertThat(Circles.of(dependencies(ProductionClasses.of(module.getKey()))))
                        .allSatisfy(circle ->
                            assertThat(circle).hasSizeLessThanOrEqualTo(module.getValue()))));
  }

  @TestFactory
  Stream<DynamicTest> packages_of_a_module_depend_on_each_other_in_one_direction() {
    return LARGEST_CIRCLE.keySet().stream()
        .map(module ->
            DynamicTest.dynamicTest(
                module, () -> assertThat(Circles.of(withoutExceptions(module))).isEmpty()));
  }

  private static Map<String, Set<String>> withoutExceptions(String module) {
    Map<String, Set<String>> arrows = new TreeMap<>();
    arrowsOfPackages(module)
        .filter(arrow -> !EXCEPTIONS.contains(arrow))
        .forEach(
            arrow -> arrows.computeIfAbsent(arrow.from(), _ -> new TreeSet<>()).add(arrow.to()));
    return arrows;
  }

  private static Stream<Arrow> arrowsOfPackages(String module) {
    JavaClasses classes = ProductionClasses.of(module);
    Set<String> own = classes.stream().map(JavaClass::getPackageName).collect(toSet());
    return classes.stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .map(use ->
            new Arrow(
                use.getOriginClass().getPackageName(),
                use.getTargetClass().getBaseComponentType().getPackageName()))
        .filter(arrow -> own.contains(arrow.to()) && !arrow.from().equals(arrow.to()))
        .distinct();
  }

  @Test
  void every_exception_is_still_needed() {
    Set<Arrow> there =
        LARGEST_CIRCLE.keySet().stream().flatMap(PackagesTest::arrowsOfPackages).collect(toSet());
    assertThat(there).containsAll(EXCEPTIONS);
  }

  /** Returns the files of the module that each file uses. */
  private static Map<String, Set<String>> dependencies(JavaClasses classes) {
    Set<String> own = classes.stream().map(JavaClass::getName).collect(toSet());
    Map<String, Set<String>> arrows = new TreeMap<>();
    for (JavaClass type : classes) {
      String from = ProductionClasses.file(type).getName();
      Set<String> to = arrows.computeIfAbsent(from, _ -> new TreeSet<>());
      for (Dependency use : type.getDirectDependenciesFromSelf()) {
        String used = ProductionClasses.file(use.getTargetClass()).getName();
        if (own.contains(used) && !used.equals(from)) {
          to.add(used);
        }
      }
    }
    return arrows;
  }
}
