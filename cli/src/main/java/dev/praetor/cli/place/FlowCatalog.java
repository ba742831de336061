package dev.praetor.cli.place;

import dev.praetor.FlowSpec;
import dev.praetor.RunId;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.embedded.registered.FlowDefaults;
import dev.praetor.embedded.registered.RegisteredDoor;
import dev.praetor.engine.packaging.BuiltPackage;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.engine.spec.FlowDescription;
import dev.praetor.engine.spec.FlowSpecReader;
import dev.praetor.store.flow.RegisteredChange;
import dev.praetor.store.flow.UnknownFlow;
import dev.praetor.store.model.RegisteredFlow;
import dev.praetor.store.model.RegisteredVersion;
import dev.praetor.store.model.RunEntry;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The registered flows of a place. A flow is named by its key: {@code project/name}, or its name
 * alone in the default project.
 */
public interface FlowCatalog extends AutoCloseable {
  /** Returns the flows of all projects by their names, archived ones included. */
  List<RegisteredFlow> list();

  /** Returns the flow of a name. */
  Optional<RegisteredFlow> find(String flow);

  /**
   * Returns the flow of a name.
   *
   * @throws dev.praetor.store.model.StoreFailed if there is no such project, or the flow is not
   *     registered; the advice names a flow of a similar name
   */
  default RegisteredFlow require(String flow) {
    Optional<RegisteredFlow> found = find(flow);
    if (found.isEmpty()) {
      String project = FlowKey.of(flow).project();
      requireProject(project);
      throw UnknownFlow.notRegistered(
          project, FlowKey.name(flow), list().stream().map(RegisteredFlow::key).toList());
    }
    return found.get();
  }

  /**
   * Checks that there is a project, and that the key of a server sees it.
   *
   * @throws dev.praetor.store.model.StoreFailed if not
   */
  void requireProject(String project);

  /** Returns the versions of a flow, newest first. */
  List<RegisteredVersion> versions(String flow);

  /** Returns the version of a flow with a number. */
  Optional<RegisteredVersion> version(String flow, int number);

  /** Returns the description of a version. */
  FlowSpec spec(RegisteredVersion version);

  /**
   * Returns the description of the current version of a flow.
   *
   * @throws dev.praetor.store.model.StoreFailed if the flow is not registered
   */
  default FlowDescription description(String flow) {
    return FlowSpecReader.read(spec(require(flow).current()).json());
  }

  /** Returns the files of the package of a version, in the order of the class path. */
  List<PackageFile> files(RegisteredVersion version);

  /** Archives a flow; returns false if it was archived before. */
  boolean archive(String flow);

  /** Lets an archived flow make runs again; returns whether it was archived. */
  boolean unarchive(String flow);

  /** Returns the largest number of runs of a flow at the same time; absent without a limit. */
  Optional<Integer> limit(String flow);

  /** Changes the defaults of new runs of a flow. */
  void set(String flow, FlowDefaults.Change change);

  /**
   * A run of a registered flow that is to be made.
   *
   * @param parameters the values of parameters
   * @param due the time at which it is due; absent for at once
   * @param name the name of the run; absent if the flow makes it
   */
  record NewEntry(
      RegisteredVersion version,
      Map<String, JsonNode> parameters,
      Optional<Instant> due,
      Optional<String> name,
      RunEntry entry) {}

  /** Makes a run, or finds the run that was made with the same key. */
  RegisteredDoor.Entered enter(NewEntry entry);

  /**
   * A restart that is to be planned or made.
   *
   * @param from the place from which the run runs again, as a person gives it
   * @param parameters the values that differ from those of the run
   */
  record NewRestart(
      RunId run, String from, Map<String, JsonNode> parameters, RegisteredVersion version) {}

  /** Plans a restart of a run; nothing is written. */
  RestartPlan planRestart(NewRestart restart);

  /** Makes the run of a restart, which waits for a worker, and returns its id. */
  RunId restart(NewRestart restart);

  /** Returns the runs of the same place, which are closed with this catalog. */
  RecordedRuns runs();

  /**
   * Registers flows, all or none of them, after the files of their package that the place does not
   * have.
   */
  List<RegisteredChange> register(BuiltPackage code, Registration registration) throws IOException;

  @Override
  void close();
}
