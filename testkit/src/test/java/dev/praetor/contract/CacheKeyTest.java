package dev.praetor.contract;

import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.CACHED;
import static dev.praetor.StateType.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Cache;
import dev.praetor.Flow;
import dev.praetor.Node;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.Task1;
import dev.praetor.engine.cache.MemoryCache;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.function.F1;
import dev.praetor.testkit.MemoryJournal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Two task runs share a cached result if everything that decides it is equal. */
class CacheKeyTest {
  private final MemoryCache cache = new MemoryCache(InstantSource.system());

  /** Runs a flow with the cache of the test, and returns the state of its task {@code t}. */
  private StateType run(Flow<?> flow) {
    return LocalRun.of(flow)
        .with(s -> s.withPersistence(new RunSettings.Persistence(new MemoryJournal(), cache)))
        .run()
        .taskRun("t")
        .state()
        .type();
  }

  private static Flow<Integer> flow(String name, Cache cache, Object input) {
    Task1<Object, Integer> task = Task.of("t", Integer.class, Object::hashCode);
    return Flow.define(
        name,
        f -> {
          Node<Object> constant = value(input);
          return task.cached(cache).call(constant);
        });
  }

  private StateType given(Object input) {
    return run(flow("f", Cache.byInputs(), input));
  }

  sealed interface Shape {}

  record Circle(double size) implements Shape {}

  record Square(double size) implements Shape {}

  @Test
  void inputs_that_look_alike_and_are_not_equal_have_results_of_their_own() {
    List<Object> inputs =
        List.of(
            1,
            1L,
            "1",
            '1',
            1.0,
            1.0f,
            0.0,
            -0.0,
            new Circle(1),
            new Square(1),
            new Circle(-0.0),
            new Circle(0.0),
            List.of(1),
            List.of(1L),
            Set.of(1),
            Map.of(1, "a"),
            Map.of("1", "a"),
            List.of("a,b"),
            List.of("a", "b"));
    assertThat(inputs).allSatisfy(each -> assertThat(given(each)).isEqualTo(SUCCESS));
    assertThat(inputs).allSatisfy(each -> assertThat(given(each)).isEqualTo(CACHED));
  }

  @Test
  void a_map_and_the_list_of_its_entries_have_results_of_their_own() {
    List<Object> inputs =
        List.of(
            Map.of(),
            List.of(),
            Map.of("a", 1),
            List.of(List.of("a", 1)),
            Map.of("steps", Map.of()),
            Map.of("steps", List.of()));
    assertThat(inputs).allSatisfy(each -> assertThat(given(each)).isEqualTo(SUCCESS));
    assertThat(inputs).allSatisfy(each -> assertThat(given(each)).isEqualTo(CACHED));
  }

  @Test
  void equal_sets_and_maps_share_a_result_whatever_their_order() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("a", 1);
    map.put("b", new LinkedHashSet<>(List.of(1, 2)));
    Map<String, Object> other = new LinkedHashMap<>();
    other.put("b", new LinkedHashSet<>(List.of(2, 1)));
    other.put("a", 1);
    assertThat(given(List.of(map))).isEqualTo(SUCCESS);
    assertThat(given(List.of(other))).isEqualTo(CACHED);
    assertThat(given(List.of(1, 2))).isEqualTo(SUCCESS);
    assertThat(given(List.of(2, 1))).as("lists have an order").isEqualTo(SUCCESS);
  }

  @Test
  void another_flow_task_or_type_of_result_has_results_of_its_own() {
    assertThat(run(flow("f", Cache.byInputs(), 1))).isEqualTo(SUCCESS);
    assertThat(run(flow("g", Cache.byInputs(), 1))).isEqualTo(SUCCESS);
    assertThat(run(flow("f", Cache.byInputs(), 1))).isEqualTo(CACHED);
    Flow<String> texts =
        Flow.define(
            "f",
            f ->
                Task.of("t", String.class, (Integer x) -> "text " + x)
                    .cached(Cache.byInputs())
                    .call(value(1)));
    assertThat(run(texts)).isEqualTo(SUCCESS);
    Flow<Integer> another =
        Flow.define(
            "f",
            f -> {
              Node<Integer> u =
                  Task.of("u", Integer.class, (Integer x) -> 7 * x)
                      .cached(Cache.byInputs())
                      .call(value(1));
              return Task.of("t", Integer.class, (Integer x) -> x).cached(Cache.byInputs()).call(u);
            });
    assertThat(run(another)).as("its input is 7").isEqualTo(SUCCESS);
  }

  @Test
  void tasks_that_state_one_name_share_their_results_in_all_flows() {
    Cache shared = Cache.byInputs().sharedAs("hashes");
    assertThat(run(flow("f", shared, 1))).isEqualTo(SUCCESS);
    assertThat(run(flow("g", shared, 1))).isEqualTo(CACHED);
    assertThat(run(flow("g", shared, 2))).isEqualTo(SUCCESS);
    assertThat(run(flow("g", Cache.byInputs().sharedAs("others"), 1))).isEqualTo(SUCCESS);
    Flow<String> texts =
        Flow.define(
            "f",
            f ->
                Task.of("t", String.class, Object::toString)
                    .cached(shared)
                    .call(value((Object) 1)));
    assertThat(run(texts)).as("its results are of another type").isEqualTo(SUCCESS);
  }

  record Office(String city) {
    String greet(String name) {
      return name + " in " + city;
    }
  }

  private StateType greets(Office office) {
    return run(
        Flow.define(
            "f",
            f -> Task.of(office::greet).named("t").cached(Cache.byInputs()).call(value("Ann"))));
  }

  @Test
  void a_record_whose_method_is_the_task_is_an_input() {
    assertThat(greets(new Office("DC"))).isEqualTo(SUCCESS);
    assertThat(greets(new Office("SF"))).isEqualTo(SUCCESS);
    assertThat(greets(new Office("DC"))).isEqualTo(CACHED);
  }

  private static final class Client {
    private final String city;
    private final Thread connection = new Thread();

    Client(String city) {
      this.city = city;
    }

    String greet(String name) {
      return name + " in " + city + connection.isAlive();
    }
  }

  private StateType asks(Client client, Cache how) {
    return run(
        Flow.define("f", f -> Task.of(client::greet).named("t").cached(how).call(value("Ann"))));
  }

  @Test
  void of_a_service_whose_method_is_the_task_the_values_in_its_fields_are_inputs() {
    Client first = new Client("DC");
    assertThat(asks(first, Cache.byInputs())).isEqualTo(SUCCESS);
    assertThat(asks(new Client("SF"), Cache.byInputs())).isEqualTo(SUCCESS);
    assertThat(asks(first, Cache.byInputs())).isEqualTo(CACHED);
    assertThat(asks(new Client("DC"), Cache.byInputs())).as("a new client").isEqualTo(CACHED);
    Cache byKey = Cache.byKey(List::toString);
    assertThat(asks(first, byKey)).isEqualTo(SUCCESS);
    assertThat(asks(new Client("SF"), byKey)).as("its author's key").isEqualTo(CACHED);
  }

  private StateType named(F1<String, String> code) {
    return run(
        Flow.define(
            "f",
            f -> Task.of("t", String.class, code).cached(Cache.byInputs()).call(value("Ann"))));
  }

  private void shareOnlyEqualValues(
      String one, String other, Function<String, F1<String, String>> codeOf) {
    assertThat(named(codeOf.apply(one))).isEqualTo(SUCCESS);
    assertThat(named(codeOf.apply(other))).isEqualTo(SUCCESS);
    assertThat(named(codeOf.apply(one))).isEqualTo(CACHED);
    assertThat(named(codeOf.apply(other))).isEqualTo(CACHED);
  }

  @Test
  void an_object_whose_method_is_a_named_task_is_an_input() {
    shareOnlyEqualValues("DC", "SF", city -> new Office(city)::greet);
    shareOnlyEqualValues("DE", "SE", city -> new Client(city)::greet);
    shareOnlyEqualValues("x", "y", city -> city::concat);
    shareOnlyEqualValues("x", "y", city -> new HashMap<>(Map.of("Ann", city))::get);
    shareOnlyEqualValues("RUN", "KEY", basis -> Cache.Basis.valueOf(basis).name()::concat);
    shareOnlyEqualValues("RUN", "KEY", basis -> Place.valueOf(basis)::at);
    shareOnlyEqualValues(
        "DC",
        "SF",
        city ->
            new F1<>() {
              @Override
              public String apply(String name) {
                return name + city;
              }
            });
  }

  private enum Place {
    RUN,
    KEY;

    String at(String name) {
      return name + this;
    }
  }

  /** An office whose flows have lambdas. */
  private static final class Lambdas {
    private final String city;
    private final List<String> greeted = new ArrayList<>();

    Lambdas(String city) {
      this.city = city;
    }

    F1<String, String> greet() {
      return name -> {
        greeted.add(name);
        return name + " in " + city;
      };
    }
  }

  @Test
  void the_values_that_a_lambda_captured_are_inputs_and_not_what_it_collects() {
    List<String> seen = new ArrayList<>();
    int[] calls = {0};
    AtomicInteger count = new AtomicInteger();
    shareOnlyEqualValues(
        "DC",
        "SF",
        city ->
            name -> {
              seen.add(city);
              calls[0] += count.incrementAndGet();
              return name + city;
            });
    assertThat(seen).containsExactly("DC", "SF");
    shareOnlyEqualValues("DC", "SF", city -> new Lambdas(city).greet());
    shareOnlyEqualValues("a", "b", city -> of(List.of(1, city)));
    shareOnlyEqualValues("c", "d", city -> of(Optional.of(new Office(city))));
    Lambdas same = new Lambdas("same");
    assertThat(named(same.greet())).isEqualTo(SUCCESS);
    assertThat(named(same.greet())).isEqualTo(CACHED);
  }

  private static F1<String, String> of(Object captured) {
    return name -> name + captured;
  }

  @Test
  void no_name_of_a_flow_is_taken_for_a_shared_name() {
    assertThat(run(flow("shared x", Cache.byInputs(), 1))).isEqualTo(SUCCESS);
    assertThat(run(flow("g", Cache.byInputs().sharedAs("x/t"), 1))).isEqualTo(SUCCESS);
  }

  @Test
  void an_input_that_cannot_be_compared_fails_its_task_run_and_the_message_names_the_way_out() {
    Flow<Integer> flow = flow("f", Cache.byInputs(), new Thread());
    assertThat(flow.run().taskRun("t").state().message())
        .contains("input 1 of a cached task", "Cache.byKey");
    Cache byKey = Cache.byKey(inputs -> Integer.toString(inputs.size()));
    assertThat(run(flow("f", byKey, new Thread()))).isEqualTo(SUCCESS);
    assertThat(run(flow("f", byKey, new Thread()))).isEqualTo(CACHED);
  }
}
