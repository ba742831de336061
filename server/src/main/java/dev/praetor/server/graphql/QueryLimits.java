package dev.praetor.server.graphql;

import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.ApiError;
import graphql.ExecutionResult;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.analysis.FieldComplexityEnvironment;
import graphql.analysis.QueryComplexityCalculator;
import graphql.execution.AbortExecutionException;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimpleInstrumentationContext;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.execution.instrumentation.parameters.InstrumentationValidationParameters;
import graphql.language.Document;
import graphql.language.FragmentDefinition;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import graphql.validation.ValidationError;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that go too deep, have too many fragments, or may read too many rows. The cost
 * of a field is the number of rows that it may give: of a page {@code first} rows, each with the
 * cost of its fields; of any other list {@link #ROWS_OF_LIST}. A field that reads results or groups
 * failures costs as much as many rows, and an aggregate as much as some thousand. Introspection is
 * limited by the library.
 *
 * @param depth the largest number of fields within each other
 * @param cost the largest cost
 */
record QueryLimits(int depth, int cost) {
  static final QueryLimits DEFAULT = new QueryLimits(12, 50_000);

  private static final int ROWS_OF_LIST = 10;
  private static final int EXPENSIVE = 20;
  private static final Set<String> EXPENSIVE_FIELDS =
      Set.of(
          "inputs",
          "value",
          "failure",
          "failureGroups",
          "progress",
          "waiting",
          "graph",
          "slice",
          "cache",
          "count");

  private static final int MANY_RUNS = 10_000;

  /** The changes of all runs that a filter matches. */
  private static final Set<String> OF_MANY_RUNS =
      Set.of("cancelRuns", "restartRuns", "deleteRuns", "pruneRuns");

  /** The cost of a field that may read all runs, or all task runs. */
  private static final int ALL_ROWS = 5_000;

  private static final Set<String> OF_ALL_ROWS = Set.of("runsAggregate", "taskRunsAggregate");

  /** The fields that only lead from a page to its entries, which the page itself has counted. */
  private static final Set<String> OF_PAGES = Set.of("nodes", "pageInfo");

  /** The largest number of fields that are looked at, as fragments can repeat them without end. */
  private static final int MOST_FIELDS = 20_000;

  /**
   * The largest number of fragments. The library follows each of them through all others while it
   * checks a request: a thousand, in 40 KB, would take a processor for a minute.
   */
  private static final int MOST_FRAGMENTS = 50;

  /**
   * Returns the instrumentation that checks each request, and remembers the document of a request
   * that is not known yet.
   */
  SimplePerformantInstrumentation instrumentation() {
    return new SimplePerformantInstrumentation() {
      @Override
      public @Nullable InstrumentationContext<List<ValidationError>> beginValidation(
          InstrumentationValidationParameters parameters, InstrumentationState state) {
        checkFragments(parameters.getDocument());
        parameters.getGraphQLContext().put(Document.class, parameters.getDocument());
        return SimpleInstrumentationContext.noOp();
      }

      @Override
      public @Nullable InstrumentationContext<ExecutionResult> beginExecuteOperation(
          InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
        check(parameters.getExecutionContext());
        return SimpleInstrumentationContext.noOp();
      }
    };
  }

  private static void checkFragments(Document document) {
    int fragments = document.getDefinitionsOfType(FragmentDefinition.class).size();
    if (fragments > MOST_FRAGMENTS) {
      throw refused(
          "the request has %,d fragments, and at most %,d are allowed"
              .formatted(fragments, MOST_FRAGMENTS),
          fragments,
          MOST_FRAGMENTS);
    }
  }

  private void check(ExecutionContext request) {
    Measure measure = new Measure();
    int total =
        QueryComplexityCalculator.newCalculator()
            .schema(request.getGraphQLSchema())
            .document(request.getDocument())
            .operationName(request.getExecutionInput().getOperationName())
            .variables(request.getCoercedVariables())
            .fieldComplexityCalculator(measure::cost)
            .build()
            .calculate();
    if (total > cost) {
      throw refused(
          "the request may read %s%,d rows, and at most %,d are allowed; ask for smaller pages"
              .formatted(total >= measure.most() ? "more than " : "", total, cost),
          total,
          cost);
    }
  }

  private static AbortExecutionException refused(String message, int value, int limit) {
    ApiError error =
        ApiError.of(ApiCode.TOO_COSTLY, message)
            .withDetails(List.of(Map.of("cost", value, "limit", limit)));
    GraphQLError shown =
        GraphqlErrorBuilder.newError()
            .message("%s", message)
            .extensions(GraphQlErrors.extensions(error))
            .build();
    return new AbortExecutionException(List.of(shown));
  }

  /** The measurement of one request. */
  private final class Measure {
    private int fields;

    /** Returns the cost at which counting stops, so that sums of costs stay numbers. */
    int most() {
      return cost * 2;
    }

    int cost(FieldComplexityEnvironment field, int children) {
      fields++;
      if (fields > MOST_FIELDS) {
        throw refused(
            "the request has more than %,d fields".formatted(MOST_FIELDS), fields, MOST_FIELDS);
      }
      if (isIntrospection(field)) {
        return 0;
      }
      checkDepth(field);
      String name = field.getField().getName();
      GraphQLType type = GraphQLTypeUtil.unwrapNonNull(field.getFieldDefinition().getType());
      long own;
      if (OF_PAGES.contains(name)) {
        own = children;
      } else if (GraphQLTypeUtil.isLeaf(type) && !GraphQLTypeUtil.isList(type)) {
        own = 0;
      } else {
        own = rows(field, type) * (1L + Math.max(0, children));
      }
      if (EXPENSIVE_FIELDS.contains(name)) {
        own += EXPENSIVE;
      }
      if (OF_MANY_RUNS.contains(name)) {
        own += MANY_RUNS;
      }
      if (OF_ALL_ROWS.contains(name)) {
        own += ALL_ROWS;
      }
      return (int) Math.min(own, most());
    }

    private void checkDepth(FieldComplexityEnvironment field) {
      int levels = 0;
      for (FieldComplexityEnvironment each = field;
          each != null;
          each = each.getParentEnvironment()) {
        levels++;
      }
      if (levels > depth) {
        throw refused(
            "the request has %,d levels of fields, and at most %,d are allowed"
                .formatted(levels, depth),
            levels,
            depth);
      }
    }

    private static boolean isIntrospection(FieldComplexityEnvironment field) {
      for (FieldComplexityEnvironment each = field;
          each != null;
          each = each.getParentEnvironment()) {
        if (each.getField().getName().startsWith("__")) {
          return true;
        }
      }
      return false;
    }

    private static long rows(FieldComplexityEnvironment field, GraphQLType type) {
      Object first = field.getArguments().get("first");
      if (first instanceof Integer n) {
        return Math.max(1, n);
      }
      return GraphQLTypeUtil.isList(type) ? ROWS_OF_LIST : 1;
    }
  }
}
