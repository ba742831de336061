package dev.praetor.server.graphql.schema;

import dev.praetor.server.access.Caller;
import dev.praetor.server.access.CallerCheck;
import dev.praetor.server.access.Permissions;
import dev.praetor.server.audit.Audit;
import dev.praetor.server.audit.ChangeRules;
import dev.praetor.server.audit.Sender;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.graphql.scalar.Scalars;
import graphql.Directives;
import graphql.language.FieldDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.schema.DataFetcher;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLDirective;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.TypeRuntimeWiring;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Puts the schema file and the code for its types together. */
public final class ExecutableSchema {
  private static final Set<String> ROOTS = Set.of("Query", "Mutation", "Subscription");
  private static final Set<String> NOT_ANNOUNCED =
      Set.of(
          Directives.DeferDirective.getName(),
          Directives.ExperimentalDisableErrorPropagationDirective.getName());
  private static final String FILE = "/dev/praetor/server/praetor.graphqls";

  private ExecutableSchema() {}

  /** Returns the schema file. */
  public static String text() {
    try (InputStream file =
        Objects.requireNonNull(ExecutableSchema.class.getResourceAsStream(FILE))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the schema with its code.
   *
   * @param audit records what callers change, and what is refused to them
   * @throws IllegalStateException if a field has no code, or code has no field
   */
  public static GraphQLSchema of(List<TypeCode<?>> types, Audit audit) {
    TypeDefinitionRegistry file = new SchemaParser().parse(text());
    requireSame(fields(file), fields(types));
    RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring();
    Scalars.all().forEach(wiring::scalar);
    for (TypeCode<?> type : types) {
      TypeRuntimeWiring.Builder fields = TypeRuntimeWiring.newTypeWiring(type.type());
      boolean root = ROOTS.contains(type.type());
      type.fields()
          .forEach((name, code) ->
              fields.dataFetcher(name, root ? guarded(type.type(), name, code, audit) : code));
      wiring.type(fields);
    }
    return announcing(new SchemaGenerator().makeExecutableSchema(file, wiring.build()));
  }

  /**
   * Returns a schema whose introspection leaves out the directives of the library that are not in
   * the schema file and that have no effect here: answers are never sent in parts.
   */
  private static GraphQLSchema announcing(GraphQLSchema schema) {
    List<GraphQLDirective> announced =
        schema.getDirectives().stream()
            .filter(directive -> !NOT_ANNOUNCED.contains(directive.getName()))
            .toList();
    DataFetcher<?> directives = _ -> announced;
    return schema.transform(builder ->
        builder.codeRegistry(
            schema
                .getCodeRegistry()
                .transform(code ->
                    code.dataFetcher(
                        FieldCoordinates.coordinates("__Schema", "directives"), directives))));
  }

  /** Returns the code for a field that only some callers may ask for. */
  private static DataFetcher<?> guarded(
      String type, String name, DataFetcher<?> code, Audit audit) {
    String field = type + "." + name;
    var _ = Permissions.needed(field);
    if (type.equals("Mutation")) {
      return recorded(name, field, code, audit);
    }
    return environment -> {
      Caller caller = Caller.current().asking(field);
      try {
        CallerCheck.require(caller, field);
      } catch (RequestRefused e) {
        audit.refused(Sender.current(), name, e.error());
        throw e;
      }
      return caller.call(() -> code.get(environment));
    };
  }

  /** Returns the code for a change, which is recorded. */
  private static DataFetcher<?> recorded(
      String name, String field, DataFetcher<?> code, Audit audit) {
    ChangeRules.Rule rule = ChangeRules.of(name);
    return environment -> {
      Map<String, Object> given = environment.getArguments();
      return audit.change(
          name,
          rule.target(given),
          rule.recorded(given),
          () -> {
            Caller caller = Caller.current().asking(field);
            CallerCheck.require(caller, field);
            return caller.call(() -> code.get(environment));
          });
    };
  }

  private static Set<String> fields(TypeDefinitionRegistry file) {
    Set<String> all = new TreeSet<>();
    for (ObjectTypeDefinition type : file.getTypes(ObjectTypeDefinition.class)) {
      for (FieldDefinition field : type.getFieldDefinitions()) {
        all.add(type.getName() + "." + field.getName());
      }
    }
    return all;
  }

  private static Set<String> fields(List<TypeCode<?>> types) {
    Set<String> all = new TreeSet<>();
    types.forEach(
        type -> type.fields().keySet().forEach(name -> all.add(type.type() + "." + name)));
    return all;
  }

  private static void requireSame(Set<String> file, Set<String> code) {
    Set<String> missing = new TreeSet<>(file);
    missing.removeAll(code);
    Set<String> unknown = new TreeSet<>(code);
    unknown.removeAll(file);
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new IllegalStateException(
          "fields of the schema without code: " + missing + "; code without a field: " + unknown);
    }
  }
}
