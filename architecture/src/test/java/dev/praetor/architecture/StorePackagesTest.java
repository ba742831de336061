package dev.praetor.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The packages of the store use each other in the order that the page of the store states. */
class StorePackagesTest {
  private static final String STORE = "dev.praetor.store";
  private static final Path PAGE =
      Path.of("../store/src/main/java/dev/praetor/store/package-info.java");
  private static final Pattern ORDER =
      Pattern.compile(
          "in this order:(.*?),[\\s*]+and[\\s*]+finally[\\s*]+this[\\s*]+package\\.",
          Pattern.DOTALL);

  @Test
  void the_page_of_the_store_states_the_order_of_its_packages() throws IOException {
    List<String> order = order();
    Set<String> existing =
        ProductionClasses.of("store").stream()
            .map(JavaClass::getPackageName)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(order).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(existing);
    Set<String> wrong = new TreeSet<>();
    for (JavaClass type : ProductionClasses.of("store")) {
      type.getDirectDependenciesFromSelf().stream()
          .map(use -> use.getTargetClass().getBaseComponentType().getPackageName())
          .filter(used -> order.indexOf(used) > order.indexOf(type.getPackageName()))
          .forEach(used -> wrong.add(type.getName() + " uses " + used));
    }
    assertThat(wrong).isEmpty();
  }

  /** Returns the packages in the order of the page. */
  private static List<String> order() throws IOException {
    Matcher stated = ORDER.matcher(Files.readString(PAGE));
    assertThat(stated.find()).as("the order on the page of the store").isTrue();
    List<String> order = new ArrayList<>();
    Matcher name = Pattern.compile("\\{@code\\s+(?:\\*\\s+)?([a-z.]+)}").matcher(stated.group(1));
    while (name.find()) {
      order.add(STORE + "." + name.group(1));
    }
    order.add(STORE);
    return order;
  }
}
