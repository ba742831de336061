package dev.praetor.server.graphql.read;

import dev.praetor.RunId;
import dev.praetor.store.query.row.RunRow;
import graphql.execution.DataFetcherResult;
import graphql.schema.DataFetchingEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * The fact that a request has made a run, or found the run that an earlier one made. It travels
 * with the answer to that request only.
 */
public record NewRun(RunId run, boolean isNew) {
  /** Returns the run as the answer to the request. */
  public DataFetcherResult<Object> answer(Object row) {
    return DataFetcherResult.newResult().data(row).localContext(this).build();
  }

  static @Nullable Object isNew(RunRow run, DataFetchingEnvironment environment) {
    Object context = environment.getLocalContext();
    return context instanceof NewRun(RunId made, boolean isNew) && made.equals(run.id())
        ? isNew
        : null;
  }
}
