package dev.praetor.server.graphql.read;

import dev.praetor.RunId;
import dev.praetor.store.query.row.RunRow;
import graphql.execution.DataFetcherResult;
import graphql.schema.DataFetchingEnvironment;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fact that a request has made a run, or found the run that an earlier one made. It travels
 * with the answer to that request only, and stands for the run if the request asks for nothing that
 * would have to be read.
 */
public record NewRun(RunId run, boolean isNew) {
  private static final Set<String> KNOWN = Set.of("id", "isNew");

  /**
   * Returns the run as the answer to the request.
   *
   * @param read reads the run
   */
  public DataFetcherResult<Object> answer(
      DataFetchingEnvironment given, Function<RunId, Object> read) {
    boolean isKnown =
        given.getSelectionSet().getImmediateFields().stream()
            .allMatch(field -> KNOWN.contains(field.getName()));
    Object row = isKnown ? this : read.apply(run);
    return DataFetcherResult.newResult().data(row).localContext(this).build();
  }

  static String id(Object source) {
    RunId id = source instanceof NewRun made ? made.run() : ((RunRow) source).id();
    return id.toString();
  }

  static @Nullable Object isNew(Object source, DataFetchingEnvironment environment) {
    Object context = environment.getLocalContext();
    return context instanceof NewRun made && made.run().toString().equals(id(source))
        ? made.isNew()
        : null;
  }
}
