package dev.praetor.engine.loading;

import dev.praetor.Flow;
import dev.praetor.FlowSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * Finds the flows of jars that form one class path below Praetor's own. A jar names its flow
 * sources as services; a jar that was compiled from source files lists its classes in {@link
 * #CLASSES}.
 */
public final class PackageLoader {
  /** The file of a jar with the names of the classes in which flows are sought, one a line. */
  public static final String CLASSES = "META-INF/dev.praetor/classes";

  private PackageLoader() {}

  /**
   * Loads the flows of a folder with the jars of a package, whose names are in the order of the
   * class path. The code stays loaded as long as a flow is in use.
   *
   * @throws CannotLoadFlows if there are no flows, or they cannot be defined
   */
  public static List<Flow<?>> load(Path folder) throws IOException {
    return find(folder).stream().<Flow<?>>map(FlowLoader.Found::flow).toList();
  }

  /** Loads the flows of a folder with jars, with the code that makes them. */
  static List<FlowLoader.Found> find(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
      return find(jars, folder.toString());
    }
  }

  /** Loads the flows of jars; their class loader stays open. */
  static List<FlowLoader.Found> find(List<Path> jars, String target) throws IOException {
    return open(jars, target).found();
  }

  /**
   * Loads the flows of jars.
   *
   * @param jars the jars, in the order of the class path
   * @param target the name of the jars in messages
   * @return the flows; the caller closes it
   * @throws CannotLoadFlows if there are no flows, or they cannot be defined
   */
  public static LoadedPackage open(List<Path> jars, String target) throws IOException {
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      requireJar(jars.get(i), target);
      urls[i] = jars.get(i).toUri().toURL();
    }
    URLClassLoader loader = new URLClassLoader(urls, PackageLoader.class.getClassLoader());
    boolean loaded = false;
    try {
      LoadedPackage opened = new LoadedPackage(find(loader, target), loader);
      loaded = true;
      return opened;
    } finally {
      if (!loaded) {
        loader.close();
      }
    }
  }

  private static void requireJar(Path jar, String target) throws IOException {
    try (JarFile read = new JarFile(jar.toFile())) {
      read.size();
    } catch (ZipException e) {
      throw CannotLoadFlows.unusable(
          target,
          target + " is not a jar: it cannot be read as a zip file (" + e.getMessage() + ")",
          "build it again; it may be damaged or incomplete");
    }
  }

  private static List<FlowLoader.Found> find(URLClassLoader loader, String target)
      throws IOException {
    List<FlowLoader.Found> flows = new ArrayList<>();
    List<String> sources = new ArrayList<>();
    try {
      for (FlowSource source : ServiceLoader.load(FlowSource.class, loader)) {
        if (source.getClass().getClassLoader() == loader) {
          sources.add(source.getClass().getName() + ".flows()");
          ClassFlows.addAll(source, flows);
        }
      }
    } catch (ServiceConfigurationError | LinkageError e) {
      throw DefinitionFailure.of(target, target + " names a flow source that cannot be used", e);
    }
    List<Class<?>> listed = listed(loader, target);
    if (!listed.isEmpty() && flows.isEmpty()) {
      return ClassFlows.of(listed, target);
    }
    flows.addAll(ClassFlows.all(listed, target));
    if (flows.isEmpty()) {
      throw CannotLoadFlows.unusable(
          target,
          target + " offers no flows",
          sources.isEmpty()
              ? "implement dev.praetor.FlowSource and name the class in"
                  + " META-INF/services/dev.praetor.FlowSource"
              : String.join(" and ", sources) + " must return List.of(…) of the flows");
    }
    return flows;
  }

  /** Loads the classes that jars list. */
  private static List<Class<?>> listed(URLClassLoader loader, String target) throws IOException {
    List<Class<?>> listed = new ArrayList<>();
    for (URL list : Collections.list(loader.findResources(CLASSES))) {
      URLConnection connection = list.openConnection();
      connection.setUseCaches(false); // Otherwise the jar stays open.
      try (InputStream text = connection.getInputStream()) {
        for (String name :
            new String(text.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
          listed.add(Class.forName(name, false, loader));
        }
      } catch (ClassNotFoundException | LinkageError e) {
        throw DefinitionFailure.of(target, target + " lists a class that cannot be loaded", e);
      }
    }
    return listed;
  }
}
