package dev.praetor.server.graphql.scalar;

import graphql.schema.Coercing;
import graphql.schema.GraphQLScalarType;
import java.util.List;

/** All scalars of the schema. */
public final class Scalars {
  /** The name of the scalar of values of secrets. */
  public static final String SECRET_TEXT = "SecretText";

  private Scalars() {}

  public static List<GraphQLScalarType> all() {
    return List.of(
        scalar("DateTime", TextCoercing.dateTime()),
        scalar("Duration", TextCoercing.duration()),
        scalar("JSON", new JsonCoercing()),
        scalar("Long", new LongCoercing()),
        scalar(SECRET_TEXT, new SecretCoercing()));
  }

  private static GraphQLScalarType scalar(String name, Coercing<?, ?> coercing) {
    return GraphQLScalarType.newScalar().name(name).coercing(coercing).build();
  }
}
