package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.StateType;
import dev.praetor.server.audit.Audit;
import dev.praetor.server.graphql.filter.FieldNames;
import dev.praetor.server.graphql.filter.Filters;
import dev.praetor.server.graphql.schema.ExecutableSchema;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.condition.FieldType;
import graphql.language.DescribedNode;
import graphql.language.EnumTypeDefinition;
import graphql.language.EnumValueDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.TypeDefinition;
import graphql.language.TypeName;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The schema file names everything that the store can be asked for, and nothing else. */
class SchemaTest {
  private final TypeDefinitionRegistry schema = new SchemaParser().parse(ExecutableSchema.text());

  private static String type(Entity entity) {
    return switch (entity) {
      case RUN -> "Run";
      case TASK_RUN -> "TaskRun";
      case FLOW -> "Flow";
      case FLOW_VERSION -> "FlowVersion";
      case SCHEDULE -> "Schedule";
      case LOG -> "Log";
      case WORKER -> "Worker";
      case EVENT -> "Event";
      case KEY -> "Key";
      case PROJECT -> "Project";
      case USER -> "User";
      case AUDIT -> "Audit";
      case SECRET -> "Secret";
      case VARIABLE -> "Variable";
    };
  }

  private static String filter(FieldType type) {
    return switch (type) {
      case TEXT -> "TextFilter";
      case LONG -> "LongFilter";
      case INSTANT -> "DateTimeFilter";
      case DURATION -> "DurationFilter";
      case BOOLEAN -> "BooleanFilter";
      case STATE -> "StateFilter";
      case LABELS -> "LabelsFilter";
      case JSON -> "JsonFilter";
    };
  }

  private Map<String, String> members(String input) {
    InputObjectTypeDefinition type = schema.getTypeOrNull(input, InputObjectTypeDefinition.class);
    assertThat(type).as(input).isNotNull();
    return type.getInputValueDefinitions().stream()
        .filter(each -> each.getType() instanceof TypeName)
        .collect(
            Collectors.toMap(
                InputValueDefinition::getName, each -> ((TypeName) each.getType()).getName()));
  }

  @ParameterizedTest
  @EnumSource
  void a_filter_has_all_fields_and_relations_of_its_entity(Entity entity) {
    Map<String, String> expected = new TreeMap<>();
    FieldNames.fields(entity).forEach((name, field) -> expected.put(name, filter(field.type())));
    FieldNames.relations(entity)
        .forEach((name, relation) -> expected.put(name, type(relation.to()) + "Filter"));
    String own = type(entity) + "Filter";
    expected.put("_not", own);
    assertThat(members(own)).containsExactlyInAnyOrderEntriesOf(expected);
  }

  @ParameterizedTest
  @EnumSource
  void a_filter_of_a_field_has_all_operators_that_the_field_takes(FieldType type) {
    InputObjectTypeDefinition input =
        schema.getTypeOrNull(filter(type), InputObjectTypeDefinition.class);
    assertThat(input).isNotNull();
    assertThat(input.getInputValueDefinitions().stream().map(InputValueDefinition::getName))
        .containsExactlyInAnyOrderElementsOf(
            Filters.OPERATORS.entrySet().stream()
                .filter(each -> type.operators().contains(each.getValue()))
                .map(Map.Entry::getKey)
                .toList());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOG") // Its lines have one order.
  void an_order_has_all_fields_that_can_be_ordered(Entity entity) {
    Set<String> expected = new TreeSet<>();
    FieldNames.fields(entity).forEach((name, field) -> addIfOrderable(expected, name, field));
    assertThat(constants(type(entity) + "OrderField"))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static void addIfOrderable(Set<String> names, String name, Field field) {
    if (field.type().isOrderable()) {
      names.add(name);
    }
  }

  private List<String> constants(String name) {
    EnumTypeDefinition type = schema.getTypeOrNull(name, EnumTypeDefinition.class);
    assertThat(type).as(name).isNotNull();
    return type.getEnumValueDefinitions().stream().map(EnumValueDefinition::getName).toList();
  }

  @Test
  void the_states_are_those_of_runs() {
    assertThat(constants("StateName"))
        .containsExactlyElementsOf(
            Arrays.stream(StateType.values()).map(StateType::label).toList());
  }

  @Test
  void every_type_is_documented() {
    for (TypeDefinition<?> type : schema.types().values()) {
      assertThat(type).isInstanceOf(DescribedNode.class);
      assertThat(((DescribedNode<?>) type).getDescription()).as(type.getName()).isNotNull();
    }
  }

  @Test
  void a_field_without_code_and_code_without_a_field_are_refused(@TempDir Path home) {
    TypeCode<?> some = TypeCode.root("Query").field("nothing", _ -> 1);
    try (RunStore store = RunStore.open(new StoreLocation.Home(home));
        Audit audit = new Audit(store.auditLog(), InstantSource.system())) {
      assertThatThrownBy(() -> ExecutableSchema.of(List.of(some), audit))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Query.runs")
          .hasMessageContaining("code without a field: [Query.nothing]");
    }
  }
}
