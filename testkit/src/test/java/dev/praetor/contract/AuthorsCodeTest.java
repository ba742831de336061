package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Cache;
import dev.praetor.Flow;
import dev.praetor.FlowBuilder;
import dev.praetor.Node;
import dev.praetor.Outcome;
import dev.praetor.Praetor;
import dev.praetor.Retry;
import dev.praetor.Signal;
import dev.praetor.Step;
import dev.praetor.Task;
import dev.praetor.TaskRun;
import dev.praetor.Trigger;
import dev.praetor.TypeRef;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.TestRun;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Code of authors that throws, blocks or never ends, at every place at which the engine calls it.
 */
class AuthorsCodeTest {
  /** The time limit of the reading of a flow's value, which a cancellation does not shorten. */
  private static final Duration LONGEST_READING = Duration.ofSeconds(30);

  /** Code that does something hostile, and a sign that it has been reached. */
  static final class Hostile {
    private final String name;
    private final Act act;
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch release = new CountDownLatch(1);

    /** Something hostile. */
    interface Act {
      void run(Hostile self) throws Throwable;
    }

    Hostile(String name, Act act) {
      this.name = name;
      this.act = act;
    }

    <T> T act() {
      reached.countDown();
      try {
        act.run(this);
      } catch (Throwable thrown) {
        throw AuthorsCodeTest.<RuntimeException>unchecked(thrown);
      }
      throw new IllegalStateException("released");
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <X extends Throwable> X unchecked(Throwable thrown) throws X {
    throw (X) thrown;
  }

  /** A place at which the engine calls code of authors. */
  record Place(String name, BiConsumer<FlowBuilder, Hostile> use) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A value whose own methods are hostile. */
  record Value(Hostile hostile, boolean hostileEquals, int left) {
    Value(Hostile hostile, boolean hostileEquals) {
      this(hostile, hostileEquals, 2);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return hostileEquals ? hostile.act() : this == other;
    }

    @Override
    public int hashCode() {
      return 1;
    }

    @Override
    public String toString() {
      return hostile.act();
    }
  }

  static final class HostileException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Hostile hostile;

    HostileException(Hostile hostile) {
      this.hostile = hostile;
    }

    @Override
    public String getMessage() {
      return hostile.act();
    }
  }

  static final class HostileList extends AbstractList<Integer> {
    private final Hostile hostile;

    HostileList(Hostile hostile) {
      this.hostile = hostile;
    }

    @Override
    public Integer get(int index) {
      return hostile.act();
    }

    @Override
    public int size() {
      return 3;
    }

    @Override
    public Object[] toArray() {
      return hostile.act();
    }
  }

  private static Node<Integer> one() {
    return Task.of("one", Integer.class, () -> 1).call();
  }

  private static Integer broken() {
    throw new IllegalStateException("broken");
  }

  private static Step<Value, Integer> step(Value state) {
    return state.left == 0
        ? Step.done(1)
        : Step.next(new Value(state.hostile, state.hostileEquals, state.left - 1));
  }

  static final List<Place> PLACES =
      List.of(
          new Place("a body", (f, h) -> Task.of("b", Integer.class, () -> h.<Integer>act()).call()),
          new Place(
              "a trigger",
              (f, h) ->
                  Task.of("b", Integer.class, (Outcome<Integer> x) -> 1)
                      .trigger(Trigger.of("mine", states -> h.act()))
                      .call(one().outcome())),
          new Place(
              "a trigger of a map",
              (f, h) ->
                  Task.of("b", Integer.class, (Integer x) -> x)
                      .trigger(Trigger.of("mine", states -> h.act()))
                      .map(each(value(List.of(1, 2))))
                      .after(one())),
          new Place(
              "the condition of a branch",
              (f, h) ->
                  f.<Integer>when(one().<Boolean>select(x -> h.act()), AuthorsCodeTest::one)
                      .otherwise(AuthorsCodeTest::one)),
          new Place(
              "the equals of a matched value",
              (f, h) ->
                  f.match(Task.of("v", Value.class, () -> new Value(h, true)).notKept().call())
                      .on(new Value(h, true), AuthorsCodeTest::one)
                      .otherwise(AuthorsCodeTest::one)),
          new Place(
              "the result of a branch",
              (f, h) ->
                  f.<Integer>when(value(true), () -> one().<Integer>select(x -> h.act()))
                      .otherwise(AuthorsCodeTest::one)),
          new Place(
              "the time of a wait", (f, h) -> f.waitUntil(one().<Instant>select(x -> h.act()))),
          new Place(
              "a view",
              (f, h) ->
                  Task.of("b", Integer.class, (Integer x) -> x)
                      .call(one().<Integer>select(x -> h.act()))),
          new Place(
              "a view of elements",
              (f, h) ->
                  Task.of("b", Integer.class, (Integer x) -> x)
                      .map(each(value(List.of(1, 2))).<Integer>select(x -> h.act()))),
          new Place(
              "the text of a loop's state",
              (f, h) ->
                  Task.<Value, Integer>loop("b", Integer.class, AuthorsCodeTest::step)
                      .notKept()
                      .call(Task.of("v", Value.class, () -> new Value(h, false)).notKept().call())),
          new Place(
              "the condition of a retry",
              (f, h) ->
                  Task.of("b", Integer.class, AuthorsCodeTest::broken)
                      .retry(Retry.times(2).when(failure -> h.act()))
                      .call()),
          new Place(
              "the condition of a retry after a timeout",
              (f, h) ->
                  Task.of("b", Integer.class, SmallFlows::hang)
                      .timeout(Duration.ofMillis(50))
                      .retry(Retry.times(2).when(failure -> h.act()))
                      .call()),
          new Place(
              "a label",
              (f, h) ->
                  Task.of("b", Integer.class, (Integer x) -> x)
                      .label(x -> h.act())
                      .map(each(value(List.of(1, 2))))),
          new Place(
              "a recovery",
              (f, h) ->
                  Task.of("b", Integer.class, AuthorsCodeTest::broken)
                      .recover(failure -> h.act())
                      .call()),
          new Place(
              "the message of an exception",
              (f, h) ->
                  Task.of(
                          "b",
                          Integer.class,
                          () -> {
                            throw new HostileException(h);
                          })
                      .call()),
          new Place(
              "a list",
              (f, h) ->
                  Task.of("b", Integer.class, (Integer x) -> x)
                      .map(
                          each(
                              Task.of(
                                      "l",
                                      new TypeRef<List<Integer>>() {},
                                      () -> new HostileList(h))
                                  .call()))),
          new Place(
              "an iterator",
              (f, h) ->
                  Task.of("b", Integer.class, (Integer x) -> x)
                      .map(
                          each(
                              Task.of(
                                      "l",
                                      new TypeRef<Iterable<Integer>>() {},
                                      () -> (Iterable<Integer>) h::act)
                                  .call()))),
          new Place(
              "the value of a flow in the flow",
              (f, h) ->
                  f.run(Flow.<Integer>define("inner", g -> one().<Integer>select(x -> h.act())))),
          new Place(
              "the argument of a flow in the flow",
              (f, h) ->
                  f.run(
                      Flow.<Integer>define(
                          "inner",
                          g ->
                              Task.of("b", Integer.class, (Integer x) -> x)
                                  .call(g.parameter("x", Integer.class))),
                      Praetor.with("x", one().<Integer>select(x -> h.act())))),
          new Place(
              "the key of a cache",
              (f, h) ->
                  Task.of("b", Integer.class, () -> 1)
                      .cached(Cache.byKey(inputs -> h.act()))
                      .call()),
          new Place(
              "a hook",
              (f, h) -> Task.of("b", Integer.class, () -> 1).onStateChange(run -> h.act()).call()));

  private static List<Hostile> throwing() {
    return List.of(
        new Hostile(
            "throws an exception",
            self -> {
              throw new IllegalStateException("hostile");
            }),
        new Hostile(
            "throws a checked exception",
            self -> {
              throw new IOException("hostile");
            }),
        new Hostile(
            "throws an error",
            self -> {
              throw new AssertionError("hostile");
            }),
        new Hostile(
            "overflows the stack",
            self -> {
              throw new StackOverflowError();
            }),
        new Hostile(
            "throws a signal",
            self -> {
              throw Signal.skip("hostile");
            }),
        new Hostile(
            "was interrupted",
            self -> {
              throw new InterruptedException("hostile");
            }),
        new Hostile(
            "dereferences null",
            self -> {
              throw new NullPointerException("hostile");
            }));
  }

  static Stream<Arguments> placesThatThrow() {
    return PLACES.stream().flatMap(p -> throwing().stream().map(h -> Arguments.of(p, h)));
  }

  static Stream<Place> places() {
    return PLACES.stream();
  }

  private static FlowTester<Integer> tester(Place place, Hostile hostile) {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              place.use().accept(f, hostile);
              return Task.of("other", Integer.class, () -> 1).call();
            });
    return FlowTester.of(flow).grace(Duration.ofMillis(50)).hookLimit(Duration.ofMillis(50));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("placesThatThrow")
  void what_it_throws_is_data_of_its_own_task_run(Place place, Hostile hostile) throws Exception {
    TestRun<Integer> run = tester(place, hostile).start().finish();
    assertThat(hostile.reached.getCount()).as("was called").isZero();
    assertEndedWell(run);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("places")
  void what_never_ends_ends_when_the_run_is_cancelled(Place place) throws Exception {
    Hostile hostile = new Hostile("never ends", self -> SmallFlows.ignoreInterrupts(self.release));
    FlowTester<Integer> tester = tester(place, hostile);
    var started = tester.start();
    assertThat(hostile.reached.await(30, TimeUnit.SECONDS)).as("was called").isTrue();
    started.events().await("other", SUCCESS);
    started.run().cancel("enough");
    tester.clock().advance(LONGEST_READING);
    TestRun<Integer> run = started.finish();
    hostile.release.countDown();
    assertEndedWell(run);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("places")
  void what_keeps_a_processor_busy_ends_when_the_run_is_cancelled(Place place) throws Exception {
    Hostile hostile =
        new Hostile(
            "computes",
            self -> {
              while (self.release.getCount() > 0) {
                Thread.onSpinWait();
              }
            });
    FlowTester<Integer> tester = tester(place, hostile);
    var started = tester.start();
    assertThat(hostile.reached.await(30, TimeUnit.SECONDS)).as("was called").isTrue();
    started.run().cancel("enough");
    tester.clock().advance(LONGEST_READING);
    try {
      started.finish();
    } finally {
      hostile.release.countDown();
    }
  }

  private static void assertEndedWell(TestRun<Integer> run) {
    run.ended("other", SUCCESS);
    assertThat(run.taskRuns())
        .allSatisfy(each -> assertThat(each.state().isFinished()).isTrue())
        .extracting(AuthorsCodeTest::message)
        .noneMatch(message -> message.contains("error of the engine"));
  }

  private static String message(TaskRun run) {
    return run.state().message();
  }
}
