package dev.praetor.server.graphql.change;

import dev.praetor.RunId;
import dev.praetor.embedded.registered.RegisteredRestarts;
import dev.praetor.server.access.Caller;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.ApiError;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.graphql.filter.Filters;
import dev.praetor.server.graphql.filter.GivenJson;
import dev.praetor.server.graphql.read.PrunableRuns;
import dev.praetor.server.graphql.read.Reads;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.model.PruneFilter;
import dev.praetor.store.query.Page;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.Order;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.row.RunRow;
import graphql.schema.DataFetchingEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The changes of all runs that a filter matches. The caller says how many runs it saw, and nothing
 * is changed if there are many more now. The runs are found first, so that a run that the change
 * itself makes, or that begins in the meantime, is left alone.
 */
record ManyRunChanges(Reads reads, RunChanges runs, RegisteredRestarts restarts) {
  /** The largest number of runs that one request changes. */
  static final int MOST = 10_000;

  private static final int PAGE = 1_000;

  void addTo(TypeCode<Object> mutation) {
    mutation
        .fetch("cancelRuns", (_, given) -> cancel(given))
        .fetch("restartRuns", (_, given) -> restart(given))
        .fetch("deleteRuns", (_, given) -> delete(given))
        .fetch("pruneRuns", (_, given) -> prune(given));
  }

  /** Returns the code for the types that only these changes give. */
  static List<TypeCode<?>> types() {
    return List.of(
        PrunedRuns.type(),
        TypeCode.of("ManyRuns", ManyRuns.class)
            .field("matched", ManyRuns::matched)
            .field("accepted", ManyRuns::accepted)
            .field("refused", ManyRuns::refused)
            .field("left", ManyRuns::left)
            .fetch(
                "results",
                (many, environment) -> {
                  Integer first = environment.getArgument("first");
                  return many.results(
                      PageRequest.all().withFirst(first == null ? 0 : first).first());
                }),
        TypeCode.of("RunResult", ManyRuns.Result.class)
            .field("run", result -> result.run().toString())
            .field("accepted", ManyRuns.Result::isAccepted)
            .field("code", result -> result.error().map(error -> error.code().name()))
            .field("why", result -> result.error().map(ApiError::message))
            .field("restart", result -> result.made().map(RunId::toString)));
  }

  private ManyRuns cancel(DataFetchingEnvironment given) {
    String why = text(given, "why", "");
    return each(
        given,
        run -> {
          boolean _ = runs.order(run, why);
          return Optional.empty();
        });
  }

  private ManyRuns restart(DataFetchingEnvironment given) {
    String from = text(given, "from", "failed");
    Map<String, JsonNode> parameters = GivenJson.parameters(given.getArgument("parameters"));
    Optional<Integer> version = Optional.ofNullable(given.getArgument("version"));
    return each(
        given,
        run ->
            Optional.of(
                restarts.restart(
                    new RegisteredRestarts.Request(
                        run.id(), from, parameters, version, Caller.currentName()))));
  }

  private ManyRuns delete(DataFetchingEnvironment given) {
    return each(
        given,
        run -> {
          runs.delete(run);
          return Optional.empty();
        });
  }

  private PrunedRuns prune(DataFetchingEnvironment given) {
    PruneFilter filter = PrunableRuns.filter(given);
    requireExpected(PrunableRuns.find(reads.store(), filter).all().size(), expect(given), false);
    return PrunedRuns.prune(reads.store(), filter);
  }

  private static String text(DataFetchingEnvironment given, String name, String otherwise) {
    String text = given.getArgument(name);
    return Objects.requireNonNullElse(text, otherwise);
  }

  private ManyRuns each(DataFetchingEnvironment given, ManyRuns.Change change) {
    List<RunId> found = found(Filters.read(Entity.RUN, given.getArgument("where")), expect(given));
    return ManyRuns.change(reads.store(), found, change);
  }

  private static int expect(DataFetchingEnvironment given) {
    Integer expect = Objects.requireNonNull(given.getArgument("expect"));
    if (expect < 0) {
      throw new RequestRefused(ApiCode.BAD_REQUEST, "'expect' is the number of runs that you saw");
    }
    return expect;
  }

  private List<RunId> found(Condition where, int expect) {
    List<RunId> found = new ArrayList<>();
    PageRequest request =
        PageRequest.where(where).withFirst(PAGE).withOrder(Order.ascending(RunField.ID));
    Page<RunRow> page = reads.queries().runs(request);
    page.nodes().forEach(run -> found.add(run.id()));
    while (page.hasNextPage() && found.size() <= MOST) {
      page = reads.queries().runs(request.withAfter(page.endCursor().orElseThrow()));
      page.nodes().forEach(run -> found.add(run.id()));
    }
    boolean isMore = found.size() > MOST;
    requireExpected(Math.min(found.size(), MOST), expect, isMore);
    if (isMore) {
      throw refused(
          ApiCode.TOO_COSTLY,
          "the filter matches more than %,d runs, which is the most for one request; narrow it"
              .formatted(MOST),
          MOST,
          expect,
          true);
    }
    return found;
  }

  /** Refuses a change of many more runs than the caller saw. */
  private static void requireExpected(int found, int expect, boolean isMore) {
    if (found * 10L > expect * 11L) {
      throw refused(
          ApiCode.CONFLICT,
          "the filter now matches %s%,d runs, and you saw %,d; look again, and give the new number"
              .formatted(isMore ? "more than " : "", found, expect),
          found,
          expect,
          isMore);
    }
  }

  private static RequestRefused refused(
      ApiCode code, String message, int found, int expect, boolean isMore) {
    return new RequestRefused(
        ApiError.of(code, message)
            .withDetails(List.of(Map.of("count", found, "orMore", isMore, "expect", expect))));
  }
}
