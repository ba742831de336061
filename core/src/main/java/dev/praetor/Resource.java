package dev.praetor;

import dev.praetor.engine.task.Keeping;
import dev.praetor.function.F0;
import dev.praetor.function.V1;
import org.jspecify.annotations.Nullable;

/**
 * A resource that is set up before a part of a flow and cleaned up after it, also after a failure,
 * a cancellation, a timeout or a crash; see {@link FlowBuilder#using(Resource,
 * java.util.function.Function, Arg[])}. Immutable.
 *
 * <p>What the set-up returns is kept like the result of a task, so that the clean-up gets it in
 * another process too. A handle that lives only in one process, such as a connection, says how it
 * is opened again: {@code Resource.of("session", db::open, Session::close)
 * .keptAs(ResultFormat.of(Session::id, db::reopen))}.
 */
public final class Resource<T extends @Nullable Object> {
  private final String name;
  private final F0<T> setUp;
  private final V1<T> cleanUp;
  private final Keeping keeping;

  private Resource(String name, F0<T> setUp, V1<T> cleanUp, Keeping keeping) {
    this.name = name;
    this.setUp = setUp;
    this.cleanUp = cleanUp;
    this.keeping = keeping;
  }

  /**
   * Returns a resource, for example {@code Resource.of("cluster", clusters::start,
   * clusters::stop)}.
   *
   * @param name the name of the resource, from which the names of its two tasks are made: {@code
   *     name_setup} and {@code name_cleanup}
   * @param setUp the code that sets up the resource and returns its handle
   * @param cleanUp the code that cleans up the resource
   */
  public static <T extends @Nullable Object> Resource<T> of(
      String name, F0<T> setUp, V1<T> cleanUp) {
    return new Resource<>(name, setUp, cleanUp, Keeping.BY_TYPE);
  }

  /** Returns the same resource, whose handle is kept as a text from which it is opened again. */
  public Resource<T> keptAs(ResultFormat<T> format) {
    return new Resource<>(name, setUp, cleanUp, new Keeping.AsText(format));
  }

  /**
   * Returns the same resource, whose handle is not kept: after a crash it cannot be cleaned up by
   * another process, which sets up a new one if a task needs it.
   */
  public Resource<T> notKept() {
    return new Resource<>(name, setUp, cleanUp, new Keeping.Not());
  }

  String name() {
    return name;
  }

  F0<T> setUp() {
    return setUp;
  }

  V1<T> cleanUp() {
    return cleanUp;
  }

  Keeping keeping() {
    return keeping;
  }
}
