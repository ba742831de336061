package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.praetor.StateType;
import dev.praetor.store.db.Sql;
import dev.praetor.store.query.aggregate.AggregateRequest;
import dev.praetor.store.query.aggregate.Group;
import dev.praetor.store.query.aggregate.GroupBy;
import dev.praetor.store.query.aggregate.GroupCondition;
import dev.praetor.store.query.aggregate.GroupCondition.Comparison;
import dev.praetor.store.query.aggregate.GroupOrder;
import dev.praetor.store.query.aggregate.GroupValue;
import dev.praetor.store.query.aggregate.Measure;
import dev.praetor.store.query.aggregate.Statistic;
import dev.praetor.store.query.aggregate.Stats;
import dev.praetor.store.query.aggregate.TimeBucket;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.condition.InvalidQuery;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.condition.TaskRunField;
import dev.praetor.store.query.scan.ColumnUse;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Groups and statistics are on each database those of a second computation. */
@ParameterizedClass
@EnumSource
class AggregatesTest extends StoreTest {
  private static final long SEED = 20_262;
  private static final int RUNS = 60;
  private static final int ROUNDS = 300;
  private static final List<String> ZONES =
      List.of(
          "UTC", "America/New_York", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia", "+03:30");
  private static final List<Measure> OF_RUNS =
      List.of(
          new Measure.OfField(RunField.DURATION),
          new Measure.OfField(RunField.LATENESS),
          new Measure.OfField(RunField.PRIORITY),
          new Measure.TaskRuns(Optional.of("send"), Set.of()),
          new Measure.TaskRuns(
              Optional.of("😀"), Set.of(StateType.SUCCESS, StateType.FAILED, StateType.SKIPPED)),
          new Measure.TaskRuns(Optional.empty(), Set.of(StateType.RUNNING, StateType.CRASHED)),
          new Measure.TaskRuns(Optional.of("none"), Set.of()));
  private static final List<Measure> OF_TASK_RUNS =
      List.of(
          new Measure.OfField(TaskRunField.DURATION),
          new Measure.OfField(TaskRunField.ATTEMPTS),
          new Measure.OfField(TaskRunField.VALUE_SIZE));

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final List<QueryThing> things =
      QueryThings.random(SEED, RUNS).stream().map(this::spread).toList();
  private final RandomQueries conditions = new RandomQueries(random, new QueryModel(things));
  private final AggregateModel model = new AggregateModel(things);

  AggregatesTest(Databases databases) {
    super(databases, databases.fresh());
  }

  @BeforeEach
  void write() throws Exception {
    QueryThingWriter.write(database, things);
    WrittenColumns.of(things).write(store);
  }

  /** Returns a thing whose times lie years apart, with changes of clocks between them. */
  private QueryThing spread(QueryThing thing) {
    Map<Field, Object> values = new HashMap<>(thing.values());
    values.replaceAll((_, value) ->
        value instanceof Instant
            ? Instant.parse("1999-12-31T20:00:00Z")
                .plus(random.nextLong(900_000_000_000_000L), ChronoUnit.MICROS)
            : value);
    length(values, RunField.STARTED, RunField.ENDED, RunField.DURATION);
    length(values, RunField.SCHEDULED, RunField.STARTED, RunField.LATENESS);
    length(values, TaskRunField.STARTED, TaskRunField.ENDED, TaskRunField.DURATION);
    return new QueryThing(thing.entity(), values);
  }

  private static void length(Map<Field, Object> values, Field from, Field to, Field length) {
    if (values.get(from) instanceof Instant began && values.get(to) instanceof Instant ended) {
      values.put(length, Duration.between(began, ended));
    }
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private <T> List<T> some(List<T> of, int most) {
    return Stream.generate(() -> any(of)).limit(random.nextInt(most + 1)).distinct().toList();
  }

  private List<Group> groups(Entity entity, AggregateRequest request) {
    return store.queries().aggregates().with(WrittenColumns.ALWAYS).groups(entity, request);
  }

  /** Returns what is answered from columns where there are any, and what the database adds up. */
  private List<List<Group>> answers(Entity entity, AggregateRequest request) {
    return List.of(
        groups(entity, request),
        store.queries().aggregates().with(ColumnUse.NEVER).groups(entity, request));
  }

  @Test
  void random_groups_are_those_of_the_second_computation() {
    for (int i = 0; i < ROUNDS; i++) {
      Entity entity = i % 2 == 0 ? Entity.RUN : Entity.TASK_RUN;
      AggregateRequest request = request(entity);
      List<Group> expected = model.groups(entity, request);
      for (List<Group> found : answers(entity, request)) {
        assertThat(found.stream().map(Group::key))
            .as("%s", request)
            .isEqualTo(expected.stream().map(Group::key).toList());
        for (int g = 0; g < found.size(); g++) {
          assertSame(found.get(g), expected.get(g), request);
        }
      }
    }
  }

  @Test
  void task_runs_are_counted_by_what_their_runs_have_in_common() {
    GroupValue count = new GroupValue.Count();
    for (int i = 0; i < ROUNDS / 4; i++) {
      GroupBy flow = new GroupBy.OfField(any(List.<Field>of(RunField.FLOW, RunField.PROJECT)));
      GroupBy team = new GroupBy.OfLabel("team");
      AggregateRequest request =
          AggregateRequest.where(conditions.condition(Entity.TASK_RUN, 2))
              .withGroups(i % 2 == 0 ? new GroupBy[] {flow} : new GroupBy[] {team, flow})
              .withHaving(
                  new GroupCondition.Compare(
                      count, GroupCondition.Comparison.GT, random.nextInt(4)))
              .withOrder(new GroupOrder(count, random.nextBoolean()));
      assertThat(answers(Entity.TASK_RUN, request))
          .as("%s", request)
          .containsOnly(model.groups(Entity.TASK_RUN, request));
    }
  }

  private static void assertSame(Group found, Group expected, AggregateRequest request) {
    assertThat(found.count()).as("%s", request).isEqualTo(expected.count());
    expected
        .stats()
        .forEach((measure, stats) -> {
          Stats own = found.stats().get(measure);
          assertThat(own).as("%s of %s", measure, request).isNotNull();
          assertThat(own.n()).as("%s of %s", measure, request).isEqualTo(stats.n());
          assertThat(own.others().keySet()).isEqualTo(stats.others().keySet());
          stats
              .others()
              .forEach((statistic, value) ->
                  assertThat(own.of(statistic).orElseThrow())
                      .as("%s of %s of %s", statistic, measure, request)
                      .isCloseTo(value, within(Math.abs(value) * 1e-12)));
        });
  }

  private AggregateRequest request(Entity entity) {
    AggregateRequest request =
        AggregateRequest.where(
                random.nextInt(3) == 0 ? conditions.condition(entity, 2) : Condition.ALWAYS)
            .withGroups(parts(entity))
            .withHaving(random.nextBoolean() ? having(entity, 2) : GroupCondition.ALWAYS)
            .withOrder(
                some(values(entity), 2).stream()
                    .map(value -> new GroupOrder(value, random.nextBoolean()))
                    .toArray(GroupOrder[]::new))
            .withFirst(random.nextBoolean() ? AggregateRequest.MOST : random.nextInt(1, 6));
    for (Measure measure : some(measures(entity), 3)) {
      request = request.with(measure, Set.copyOf(some(List.of(Statistic.values()), 5)));
    }
    return request;
  }

  private static List<Measure> measures(Entity entity) {
    return entity == Entity.RUN ? OF_RUNS : OF_TASK_RUNS;
  }

  private GroupBy[] parts(Entity entity) {
    Map<String, GroupBy> parts = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      GroupBy part = part(entity);
      parts.put(part.member(), part);
    }
    return parts.values().toArray(GroupBy[]::new);
  }

  private GroupBy part(Entity entity) {
    boolean run = entity == Entity.RUN || random.nextInt(3) == 0;
    return switch (random.nextInt(4)) {
      case 0 -> new GroupBy.OfLabel(any(List.of("team", "te_m", "none")));
      case 1 ->
          new GroupBy.OfTime(
              any(
                  entity == Entity.RUN
                      ? List.of(
                          RunField.CREATED, RunField.SCHEDULED, RunField.STARTED, RunField.ENDED)
                      : List.of(TaskRunField.CREATED, TaskRunField.STARTED, TaskRunField.ENDED)),
              any(List.of(TimeBucket.values())),
              ZoneId.of(any(ZONES)));
      default ->
          new GroupBy.OfField(
              any(
                  run
                      ? List.<Field>of(
                          RunField.FLOW,
                          RunField.PROJECT,
                          RunField.ORIGIN,
                          RunField.VERSION,
                          RunField.NAME,
                          RunField.STATE,
                          RunField.PRIORITY,
                          RunField.BY_SCHEDULE,
                          RunField.PARENT_TASK)
                      : List.<Field>of(
                          TaskRunField.RUN,
                          TaskRunField.NODE,
                          TaskRunField.INDEX,
                          TaskRunField.LABEL,
                          TaskRunField.STATE,
                          TaskRunField.ATTEMPTS)));
    };
  }

  private List<GroupValue> values(Entity entity) {
    List<GroupValue> values = new ArrayList<>(List.of(new GroupValue.Count()));
    for (Measure measure : measures(entity)) {
      values.add(new GroupValue.Of(measure, any(List.of(Statistic.values()))));
    }
    return values;
  }

  private GroupCondition having(Entity entity, int depth) {
    int kind = depth == 0 ? 9 : random.nextInt(6);
    List<GroupCondition> inner =
        Stream.generate(() -> depth == 0 ? GroupCondition.ALWAYS : having(entity, depth - 1))
            .limit(random.nextInt(3))
            .toList();
    return switch (kind) {
      case 0 -> new GroupCondition.And(inner);
      case 1 -> new GroupCondition.Or(inner);
      case 2 -> new GroupCondition.Not(having(entity, depth - 1));
      default ->
          new GroupCondition.Compare(
              any(values(entity)), any(List.of(Comparison.values())), random.nextInt(-1, 4));
    };
  }

  @Test
  void every_period_is_that_of_the_clocks_of_its_zone() {
    for (TimeBucket bucket : TimeBucket.values()) {
      for (String zone : ZONES) {
        AggregateRequest request =
            AggregateRequest.where(Condition.ALWAYS)
                .withGroups(new GroupBy.OfTime(RunField.CREATED, bucket, ZoneId.of(zone)))
                .withFirst(AggregateRequest.MOST);
        assertThat(counts(groups(Entity.RUN, request)))
            .as("%s %s", bucket, zone)
            .isEqualTo(counts(model.groups(Entity.RUN, request)));
        AggregateRequest ofTaskRuns =
            AggregateRequest.where(Condition.ALWAYS)
                .withGroups(new GroupBy.OfTime(TaskRunField.CREATED, bucket, ZoneId.of(zone)))
                .withFirst(AggregateRequest.MOST);
        assertThat(answers(Entity.TASK_RUN, ofTaskRuns).stream().map(AggregatesTest::counts))
            .as("%s %s", bucket, zone)
            .containsOnly(counts(model.groups(Entity.TASK_RUN, ofTaskRuns)));
      }
    }
  }

  private static Map<String, Long> counts(List<Group> groups) {
    Map<String, Long> counts = new TreeMap<>();
    groups.forEach(group -> counts.put(group.key().toString(), group.count()));
    return counts;
  }

  @Test
  void an_hour_that_clocks_show_twice_is_two_hours() throws Exception {
    try (Connection connection = database.writing().getConnection()) {
      Sql.update(
          connection,
          "UPDATE flow_run SET created = ?",
          Instant.parse("2026-11-01T05:30:00Z").getEpochSecond() * 1_000_000);
      Sql.update(
          connection,
          "UPDATE flow_run SET created = ? WHERE flow = 'alpha'",
          Instant.parse("2026-11-01T06:30:00Z").getEpochSecond() * 1_000_000);
    }
    AggregateRequest request =
        AggregateRequest.where(Condition.ALWAYS)
            .withGroups(
                new GroupBy.OfTime(
                    RunField.CREATED, TimeBucket.HOUR, ZoneId.of("America/New_York")));
    assertThat(groups(Entity.RUN, request).stream().map(group -> group.key().get("hour")))
        .containsExactly("2026-11-01T01:00-04:00", "2026-11-01T01:00-05:00");
  }

  @Test
  void without_entities_there_is_one_group_of_all_and_no_other() {
    Condition none = Condition.is(RunField.FLOW, "none");
    Group all =
        groups(Entity.RUN, AggregateRequest.where(none).with(OF_RUNS.getFirst())).getFirst();
    assertThat(all.count()).isZero();
    assertThat(all.stats().get(OF_RUNS.getFirst())).isEqualTo(new Stats(0, Map.of()));
    assertThat(
            groups(
                Entity.RUN,
                AggregateRequest.where(none).withGroups(new GroupBy.OfField(RunField.FLOW))))
        .isEmpty();
  }

  @Test
  void a_request_that_makes_no_sense_is_refused() {
    AggregateRequest all = AggregateRequest.where(Condition.ALWAYS);
    refused(
        "'labels' of a run has too many different values",
        Entity.RUN,
        all.withGroups(new GroupBy.OfField(RunField.LABELS)));
    refused(
        "'created' of a run has too many different values",
        Entity.RUN,
        all.withGroups(new GroupBy.OfField(RunField.CREATED)));
    refused(
        "'node' of a task run is not a field of a run",
        Entity.RUN,
        all.withGroups(new GroupBy.OfField(TaskRunField.NODE)));
    refused(
        "'name' of a run is not a time",
        Entity.RUN,
        all.withGroups(new GroupBy.OfTime(RunField.NAME, TimeBucket.DAY, ZoneId.of("UTC"))));
    refused(
        "two parts with the name 'day'",
        Entity.RUN,
        all.withGroups(
            new GroupBy.OfTime(RunField.CREATED, TimeBucket.DAY, ZoneId.of("UTC")),
            new GroupBy.OfTime(RunField.ENDED, TimeBucket.DAY, ZoneId.of("UTC"))));
    refused(
        "'name' of a run is not a number or a duration",
        Entity.RUN,
        all.with(new Measure.OfField(RunField.NAME)));
    refused("only runs have task runs", Entity.TASK_RUN, all.with(OF_RUNS.get(3)));
    refused(
        "groups are compared with a number, not NaN",
        Entity.RUN,
        all.withHaving(
            new GroupCondition.Compare(new GroupValue.Count(), Comparison.EQ, Double.NaN)));
    refused(
        "at most 50 parts",
        Entity.RUN,
        all.withHaving(
            new GroupCondition.And(
                Collections.nCopies(
                    51, new GroupCondition.Compare(new GroupValue.Count(), Comparison.EQ, 1)))));
    assertThatThrownBy(() -> all.withFirst(1_001)).isInstanceOf(InvalidQuery.class);
    assertThatThrownBy(() -> all.withFirst(0)).isInstanceOf(InvalidQuery.class);
  }

  private void refused(String problem, Entity entity, AggregateRequest request) {
    assertThatThrownBy(() -> groups(entity, request))
        .isInstanceOf(InvalidQuery.class)
        .hasMessageContaining(problem);
  }
}
