package dev.praetor.store;

import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.flow.RegisteredChange;
import dev.praetor.store.flow.RegisteredFlows;
import dev.praetor.store.model.EventKind;
import dev.praetor.store.model.FlowSettings;
import dev.praetor.store.model.PruneFilter;
import dev.praetor.store.model.RegisteredFlow;
import dev.praetor.store.model.RegisteredVersion;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.EventField;
import dev.praetor.store.query.condition.Order;
import dev.praetor.store.query.row.EventRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of registered flows and their versions, on each database. */
@ParameterizedClass
@EnumSource
class RegisteredFlowsTest extends StoreTest {
  private final String name = unique();

  RegisteredFlowsTest(Databases databases) {
    super(databases, databases.fresh());
  }

  private Flow<Integer> graph(int constant) {
    return Flow.define(name, f -> value(constant));
  }

  private RegisteredFlows flows() {
    return store.registeredFlows();
  }

  private RegisteredChange register(SentPackage code, Flow<?> flow) throws Exception {
    return code.register(store, flow).getFirst();
  }

  private RegisteredFlow found() {
    return flows().find("default", name).orElseThrow();
  }

  @Test
  void the_first_version_is_new_and_the_same_again_is_none() throws Exception {
    SentPackage code = SentPackage.of(unique(), "a library");
    RegisteredChange first = register(code, graph(1));
    assertThat(first.kind()).isEqualTo(RegisteredChange.Kind.NEW);
    assertThat(first.now().number()).isEqualTo(1);
    assertThat(first.now().by()).isEqualTo("ann");
    assertThat(first.now().version()).isEqualTo(graph(1).spec().version());
    assertThat(first.now().code().sha256()).isEqualTo(code.contents().sha256());
    assertThat(first.now().code().kind()).isEqualTo(FlowPackage.Kind.JARS);
    assertThat(first.now().code().release()).isEqualTo(21);
    RegisteredChange again = register(code, graph(1));
    assertThat(again.kind()).isEqualTo(RegisteredChange.Kind.UNCHANGED);
    assertThat(again.now()).isEqualTo(first.now());
    assertThat(flows().versions(FlowKey.of(name))).containsExactly(first.now());
    assertThat(found().current()).isEqualTo(first.now());
    assertThat(flows().list("default")).contains(found());
    assertThat(flows().spec(first.now())).isEqualTo(graph(1).spec());
  }

  @Test
  void another_package_or_another_graph_is_the_next_version() throws Exception {
    SentPackage one = SentPackage.of(unique());
    SentPackage other = SentPackage.of(unique());
    RegisteredVersion first = register(one, graph(1)).now();
    RegisteredChange second = register(other, graph(1));
    assertThat(second.kind()).isEqualTo(RegisteredChange.Kind.CHANGED);
    assertThat(second.now().number()).isEqualTo(2);
    assertThat(second.now().hasSameGraph(second.before().orElseThrow())).isTrue();
    RegisteredChange third = register(other, graph(2));
    assertThat(third.now().number()).isEqualTo(3);
    assertThat(third.now().hasSameGraph(second.now())).isFalse();
    assertThat(found().current()).isEqualTo(third.now());
    assertThat(flows().versions(FlowKey.of(name)))
        .containsExactly(third.now(), second.now(), first);
    assertThat(flows().version("default", name, 2)).contains(second.now());
    assertThat(flows().version("default", name, 4)).isEmpty();
    assertThat(flows().withGraph(first.version())).contains(second.now(), first);
  }

  @Test
  void an_earlier_version_that_is_registered_again_is_the_current_one_again() throws Exception {
    SentPackage code = SentPackage.of(unique());
    register(code, graph(1));
    register(code, graph(2));
    RegisteredChange back = register(code, graph(1));
    assertThat(back.kind()).isEqualTo(RegisteredChange.Kind.CHANGED);
    assertThat(back.isBack()).isTrue();
    assertThat(back.now().number()).isEqualTo(1);
    assertThat(found().current().number()).isEqualTo(1);
    assertThat(register(code, graph(3)).now().number()).isEqualTo(3);
  }

  @Test
  void the_names_of_files_do_not_make_another_package() throws Exception {
    byte[] bytes = unique().getBytes(StandardCharsets.UTF_8);
    register(SentPackage.of(Map.of("app-1.jar", bytes)), graph(1));
    assertThat(register(SentPackage.of(Map.of("app-2.jar", bytes)), graph(1)).kind())
        .isEqualTo(RegisteredChange.Kind.UNCHANGED);
  }

  @Test
  void nothing_is_registered_without_the_files_or_under_another_name() throws Exception {
    SentPackage code = SentPackage.of(unique());
    assertThatThrownBy(() -> flows().register(code.registration(graph(1)), "ann"))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("the files of the package are not all in the store: a0.jar");
    code.send(store.packageFiles());
    Registration wrong =
        new Registration("default", Map.of("other", graph(1).spec()), code.contents());
    assertThatThrownBy(() -> flows().register(wrong, "ann"))
        .hasMessageContaining("the description is of flow '" + name + "', not of 'other'");
    assertThat(flows().find("default", name)).isEmpty();
    assertThat(store.packageFiles().find(code.contents().sha256())).isEmpty();
  }

  @Test
  void registrations_at_the_same_time_get_one_number_each_and_no_gap() throws Exception {
    int threads = 8;
    int each = 6;
    Flow<Integer> flow = graph(1);
    String other = unique();
    try (RunStore second = RunStore.open(database, StoreOptions.defaults());
        ExecutorService all = Executors.newFixedThreadPool(threads)) {
      List<Callable<List<Integer>>> work = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        RunStore at = t % 2 == 0 ? store : second;
        work.add(() -> {
          List<Integer> numbers = new ArrayList<>();
          for (int i = 0; i < each; i++) {
            Flow<Integer> beside = Flow.define(other, f -> value(2));
            List<RegisteredChange> changes = SentPackage.of(unique()).register(at, flow, beside);
            changes.stream()
                .filter(change -> change.now().flow().equals(name))
                .forEach(change -> numbers.add(change.now().number()));
          }
          return numbers;
        });
      }
      List<Integer> numbers = new ArrayList<>();
      for (Future<List<Integer>> done : all.invokeAll(work)) {
        numbers.addAll(done.get());
      }
      assertThat(numbers)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.rangeClosed(1, threads * each).boxed().toList());
    }
    assertThat(flows().versions(FlowKey.of(name))).hasSize(threads * each);
    assertThat(flows().versions(FlowKey.of(other))).hasSize(threads * each);
    assertThat(found().current().number()).isEqualTo(threads * each);
  }

  @Test
  void the_same_registration_at_the_same_time_makes_one_version() throws Exception {
    SentPackage code = SentPackage.of(unique());
    try (RunStore second = RunStore.open(database, StoreOptions.defaults());
        ExecutorService all = Executors.newFixedThreadPool(4)) {
      List<Callable<RegisteredChange>> work = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        RunStore at = t % 2 == 0 ? store : second;
        work.add(() -> code.register(at, graph(1)).getFirst());
      }
      List<RegisteredChange.Kind> kinds = new ArrayList<>();
      for (Future<RegisteredChange> done : all.invokeAll(work)) {
        kinds.add(done.get().kind());
      }
      assertThat(kinds).containsOnlyOnce(RegisteredChange.Kind.NEW);
    }
    assertThat(flows().versions(FlowKey.of(name))).hasSize(1);
  }

  @Test
  void an_archived_flow_keeps_its_versions_and_stays_archived_when_one_is_added() throws Exception {
    SentPackage code = SentPackage.of(unique());
    register(code, graph(1));
    assertThat(flows().archive("default", name, "ben")).isTrue();
    assertThat(flows().archive("default", name, "ben")).isFalse();
    assertThat(found().archive().orElseThrow().by()).isEqualTo("ben");
    RegisteredChange change = register(code, graph(2));
    assertThat(change.archived()).isTrue();
    assertThat(found().isArchived()).isTrue();
    assertThat(flows().versions(FlowKey.of(name))).hasSize(2);
    assertThat(flows().unarchive("default", name, "ann")).isTrue();
    assertThat(flows().unarchive("default", name, "ann")).isFalse();
    assertThat(found().isArchived()).isFalse();
    PageRequest oldest =
        PageRequest.where(Condition.is(EventField.FLOW, name))
            .withOrder(Order.ascending(EventField.TIME), Order.ascending(EventField.ID));
    assertThat(store.queries().events(oldest).nodes())
        .extracting(EventRow::kind)
        .containsExactly(
            EventKind.FLOW_REGISTERED,
            EventKind.FLOW_ARCHIVED,
            EventKind.FLOW_REGISTERED,
            EventKind.FLOW_UNARCHIVED);
    assertThatThrownBy(() -> flows().archive("default", "nothing", "ben"))
        .hasMessageContaining("no flow 'nothing' is registered in project 'default'");
  }

  @Test
  void new_versions_keep_what_people_set() throws Exception {
    SentPackage code = SentPackage.of(unique());
    register(code, graph(1));
    assertThat(found().settings()).isEqualTo(FlowSettings.NONE);
    FlowSettings set =
        new FlowSettings(
            Map.of("times", "3", "who", "\"Ann\""), Map.of("team", "shop"), Optional.of("gpu"));
    flows().set("default", name, set);
    register(code, graph(2));
    assertThat(found().settings()).isEqualTo(set);
  }

  @Test
  void deletions_spare_what_a_version_names() throws Exception {
    SentPackage code = SentPackage.large(3_500_000);
    RegisteredVersion first = register(code, graph(1)).now();
    register(SentPackage.of(unique()), graph(2));
    var run = local(store, graph(1)).run().id();
    store.delete(run);
    store.prune(PruneFilter.all());
    try (StoreParts parts = StoreParts.of(database)) {
      FarFuture.upkeep(parts);
    }
    assertThat(store.packageFiles().missing(code.contents())).isEmpty();
    assertThat(flows().spec(first)).isEqualTo(graph(1).spec());
    assertThat(PackageFilesTest.read(store.packageFiles(), code.file())).isEqualTo(code.content());
  }
}
