package dev.praetor.cli.history;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.StateType;
import dev.praetor.cli.error.ErrorReport;
import dev.praetor.cli.loading.FlowParameters;
import dev.praetor.cli.run.StoreSession;
import dev.praetor.cli.runs.RunSelector;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoredRun;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs whose process ended before they did. */
public final class ResumableRuns {
  public static final Set<StateType> UNFINISHED =
      Arrays.stream(StateType.values())
          .filter(type -> !type.isFinished())
          .collect(Collectors.toUnmodifiableSet());

  private ResumableRuns() {}

  /** The newest one of the same code, flow and parameters. */
  public static Optional<StoredRun> newest(
      RunStore store, Flow<?> flow, String target, List<Argument> arguments) {
    JsonNode wanted = FlowParameters.json(flow, arguments);
    String origin = StoreSession.lasting(target);
    RunFilter filter = RunFilter.all().withFlow(flow.name()).withStates(UNFINISHED);
    List<StoredRun> page = store.list(filter);
    while (!page.isEmpty()) {
      Optional<StoredRun> found =
          page.stream()
              .filter(run -> run.isLost() && run.parent().isEmpty())
              .filter(run -> run.origin().target().equals(origin))
              .filter(run -> JsonMapper.shared().readTree(run.parameters()).equals(wanted))
              .findFirst();
      if (found.isPresent()) {
        return found;
      }
      page = store.list(filter.withAfter(page.getLast()));
    }
    return Optional.empty();
  }

  /** Makes a run this process's, and reads what it recorded. */
  public static RecordedRun takeOver(RunStore store, StoredRun run, Flow<?> flow) {
    String id = RunSelector.brief(run.id());
    if (run.parent().isPresent()) {
      throw new ErrorReport.Use(
          "run "
              + id
              + " is a part of run "
              + run.parent().get().run()
              + "; resume that one, and this one goes on with it");
    }
    if (run.state().isFinished()) {
      throw new ErrorReport.Use(
          "run "
              + id
              + " has ended: it is "
              + run.state().name()
              + ". Run what failed again with: praetor runs restart "
              + id);
    }
    if (!run.version().equals(Optional.of(flow.spec().version()))) {
      throw new ErrorReport.Use(
          "flow '"
              + flow.name()
              + "' is not as it was when run "
              + id
              + " began, so that run cannot go on. A new run can take over what succeeded: praetor runs"
              + " restart "
              + id
              + ". Or bring the earlier code back.");
    }
    store.claim(run.id());
    return store.recorded(run.id(), flow);
  }
}
