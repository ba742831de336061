package dev.praetor.engine.loading;

import dev.praetor.Flow;
import java.io.IOException;
import java.net.URLClassLoader;
import java.util.List;

/**
 * The flows of a package, and the class loader with their code. Closing it closes the jars; classes
 * that were not loaded before cannot be loaded afterwards.
 */
public final class LoadedPackage implements AutoCloseable {
  private final List<FlowLoader.Found> found;
  private final URLClassLoader loader;

  LoadedPackage(List<FlowLoader.Found> found, URLClassLoader loader) {
    this.found = List.copyOf(found);
    this.loader = loader;
  }

  /** Returns the flows, with the code that makes them. */
  public List<FlowLoader.Found> found() {
    return found;
  }

  /** Returns the flows. */
  public List<Flow<?>> flows() {
    return found.stream().<Flow<?>>map(FlowLoader.Found::flow).toList();
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
