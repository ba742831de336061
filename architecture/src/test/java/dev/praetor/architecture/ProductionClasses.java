package dev.praetor.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The compiled production classes of the other modules. */
final class ProductionClasses {
  private ProductionClasses() {}

  /**
   * Returns the classes of a module; a folder of several modules, such as integrations, counts as
   * one.
   */
  static JavaClasses of(String module) {
    Path classes = Path.of(System.getProperty("praetor.classes", "target/classes"));
    try (Stream<Path> folders = Files.walk(Path.of("..", module), 2 + classes.getNameCount())) {
      List<Path> compiled = folders.filter(folder -> folder.endsWith(classes)).toList();
      return new ClassFileImporter().importPaths(compiled);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the top-level class that contains a class, or the class itself. */
  static JavaClass file(JavaClass type) {
    JavaClass outer = type.getBaseComponentType();
    while (outer.getEnclosingClass().isPresent()) {
      outer = outer.getEnclosingClass().get();
    }
    return outer;
  }
}
