package dev.praetor.server.graphql.read;

import dev.praetor.Failure;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Transition;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.Owner;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredArtifact;
import dev.praetor.store.model.StoredProgress;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.row.RunRow;
import graphql.schema.DataFetchingEnvironment;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The code for the owner of a run, its states with their facts, and what its task runs reported.
 */
record RunRecordTypes(RunStore store, Predicate<String> silent) {
  static List<TypeCode<?>> all() {
    return List.of(artifact(), report());
  }

  /** Adds the fields of a run. */
  void addTo(TypeCode<RunRow> run) {
    run.fetch("owner", this::ownerOf)
        .field("target", each -> each.lineage().origin().target())
        .field("registered", each -> store.neededCode().of(each.id()).isPresent())
        .field("artifacts", each -> store.artifacts(each.id()))
        .fetch("reports", this::reports);
  }

  private @Nullable Object ownerOf(RunRow run, DataFetchingEnvironment environment) {
    if (Boolean.TRUE.equals(environment.getArgument("settled"))) {
      return settled(run.id());
    }
    return Loaders.RUN_RECORD
        .<StoredRun>load(environment, run.id())
        .mapOrNull(recorded -> recorded == null ? null : recorded.owner());
  }

  private Owner settled(RunId id) {
    StoredRun run = store.find(id).orElseThrow(() -> StoreFailed.noRun(id));
    return store.settled(run, true).owner();
  }

  private List<StoredProgress> reports(RunRow run, DataFetchingEnvironment environment) {
    Integer first = environment.getArgument("first");
    int most = PageRequest.all().withFirst(Objects.requireNonNullElse(first, 0)).first();
    return store.progress(run.id(), most);
  }

  TypeCode<Owner> owner() {
    return TypeCode.of("RunOwner", Owner.class)
        .field("id", Owner::id)
        .field("name", Owner::name)
        .field("life", owner -> owner.life().name())
        .field("suspect", owner -> owner.alive() && (owner.suspect() || silent.test(owner.id())));
  }

  private static TypeCode<StoredArtifact> artifact() {
    return TypeCode.of("Artifact", StoredArtifact.class)
        .field("name", StoredArtifact::name)
        .field("node", StoredArtifact::node)
        .field("index", StoredArtifact::index)
        .field("attempt", StoredArtifact::attempt)
        .field("time", StoredArtifact::time)
        .field("size", StoredArtifact::size);
  }

  private static TypeCode<StoredProgress> report() {
    return TypeCode.of("ProgressReport", StoredProgress.class)
        .field("node", StoredProgress::node)
        .field("index", StoredProgress::index)
        .field("time", StoredProgress::time)
        .field("part", StoredProgress::part)
        .field("message", StoredProgress::message);
  }

  static TypeCode<Transition> transition() {
    return TypeCode.of("Transition", Transition.class)
        .field("attempt", Transition::attempt)
        .field("state", each -> each.state().name())
        .field("message", each -> each.state().message())
        .field("time", each -> each.state().time())
        .field("at", each -> at(each.state()))
        .field(
            "position",
            each -> each.state() instanceof State.Queued queued ? queued.position() : null)
        .field("width", each -> each.state() instanceof State.Mapped mapped ? mapped.width() : null)
        .field("counts", each -> counts(each.state()))
        .field("cause", each -> cause(each.state()));
  }

  private static Optional<Instant> at(State state) {
    return switch (state) {
      case State.Scheduled scheduled -> Optional.of(scheduled.at());
      case State.Retrying retrying -> Optional.of(retrying.at());
      case State.Paused paused -> paused.until();
      case State.Pending _, State.Queued _, State.Active _, State.Finished _ -> Optional.empty();
    };
  }

  private static Optional<Failure> cause(State state) {
    return switch (state) {
      case State.Retrying retrying -> retrying.cause();
      case State.Unsuccessful ended -> ended.failure();
      case State.Pending _,
          State.Scheduled _,
          State.Queued _,
          State.Paused _,
          State.Active _,
          State.Successful _,
          State.Cancelled _ ->
          Optional.empty();
    };
  }

  private static @Nullable Map<String, Integer> counts(State state) {
    if (!(state instanceof State.Mapped mapped)) {
      return null;
    }
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (StateType type : StateType.values()) {
      Integer n = mapped.children().get(type);
      if (n != null) {
        counts.put(type.label(), n);
      }
    }
    return counts;
  }
}
