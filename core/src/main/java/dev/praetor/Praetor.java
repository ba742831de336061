package dev.praetor;

import dev.praetor.engine.FlowServing;
import dev.praetor.engine.graph.Scope;
import dev.praetor.engine.graph.Source;
import dev.praetor.schedule.ClockTerms;
import dev.praetor.schedule.CronClock;
import dev.praetor.schedule.CronExpression;
import dev.praetor.schedule.DatesClock;
import dev.praetor.schedule.IntervalClock;
import dev.praetor.schedule.Moment;
import dev.praetor.schedule.Recurrence;
import dev.praetor.schedule.RecurrenceClock;
import dev.praetor.spi.EngineHome;
import dev.praetor.spi.ServedFlows;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The methods for authors of flows that are imported statically: {@code import static
 * dev.praetor.Praetor.*}.
 */
public final class Praetor {
  private Praetor() {}

  /**
   * Opens an engine that records its runs: {@code Praetor.open(Home.of(path))} with {@code Home}
   * from the module {@code praetor-embedded}.
   *
   * @param home the place where the engine keeps what it records
   * @return the open engine, which the caller closes
   * @throws PraetorException if the place cannot be used; the message says what to do
   */
  public static <E extends AutoCloseable> E open(EngineHome<E> home) {
    return home.open();
  }

  /**
   * Serves flows in this process. If the variable {@code PRAETOR_SERVER} names servers, the flows
   * are registered there, without a package, and this process runs their runs; {@code
   * PRAETOR_API_KEY} is the key. Needs the module {@code praetor-worker}. Otherwise runs are
   * recorded at the home that {@code PRAETOR_HOME} names, by default {@code ~/.praetor}, and this
   * process makes the runs of the schedules too. Needs the module {@code praetor-embedded}.
   *
   * <p>When the process is told to end, the flows are served no more, as by {@link
   * ServedFlows#close}.
   *
   * {@snippet file="dev/praetor/ServeTest.java" region="main"}
   *
   * @throws IllegalArgumentException if there is no flow, two have the same name, or a variable is
   *     missing or has a value that cannot be used
   * @throws PraetorException if the server or the home cannot be used; the message says what to do
   * @throws IllegalStateException if the module is missing that is needed
   */
  public static ServedFlows serve(Flow<?>... flows) {
    return FlowServing.installed(List.of(flows), System.getenv());
  }

  /** Returns the elements of a list as separate values, to map over them. */
  public static <T extends @Nullable Object> Mapped<T> each(
      Node<? extends Iterable<? extends T>> list) {
    return new Mapped<>(new Source.Each(list.source()), list.scope(), list.owner());
  }

  /** Returns the elements of an array as separate values, to map over them. */
  public static <T extends @Nullable Object> Mapped<T> eachOf(Node<T[]> array) {
    return new Mapped<>(new Source.Each(array.source()), array.scope(), array.owner());
  }

  /** Returns a constant as a node. */
  public static <T extends @Nullable Object> Node<T> value(T value) {
    return new Node<>(new Source.Constant(value), Scope.FLOW, Optional.empty());
  }

  /** Returns a node for the list of the values of several nodes. */
  @SafeVarargs
  @SuppressWarnings("varargs") // The array is copied immediately.
  public static <T extends @Nullable Object> Node<List<T>> list(Node<? extends T>... nodes) {
    return DefinitionRunner.current("list(…)").list(List.of(nodes));
  }

  /** Returns the elements of mapped lists as separate values, concatenated in index order. */
  public static <T extends @Nullable Object> Mapped<T> flatten(
      Mapped<? extends Iterable<? extends T>> lists) {
    return new Mapped<>(new Source.FlattenEach(lists.source()), lists.scope(), lists.owner());
  }

  /** Returns a node for the elements of a list of lists as one list. */
  public static <T extends @Nullable Object> Node<List<T>> flatten(
      Node<? extends Iterable<? extends Iterable<? extends T>>> lists) {
    return new Node<>(new Source.FlattenList(lists.source()), lists.scope(), lists.owner());
  }

  /** Maps a part of the graph over elements; see {@link FlowBuilder#forEach}. */
  public static <T extends @Nullable Object, R extends @Nullable Object> Mapped<R> forEach(
      Mapped<T> elements, Function<Node<T>, Node<R>> body) {
    return DefinitionRunner.current("forEach(…)").forEach(elements, body);
  }

  /** Returns a value for a parameter. */
  public static Argument with(String name, @Nullable Object value) {
    return new Argument(name, value);
  }

  /**
   * Returns a clock that ticks by a cron expression, by default in UTC.
   *
   * @throws dev.praetor.schedule.InvalidCron if the expression is malformed or can never fire
   * @see CronExpression the syntax of expressions
   */
  public static CronClock cron(String expression) {
    return new CronClock(CronExpression.parse(expression), ClockTerms.NONE);
  }

  /**
   * Returns a clock that ticks once in each interval, by default in UTC.
   *
   * @throws dev.praetor.schedule.InvalidSchedule if the interval is less than 1 ms or more than
   *     36,525 days
   * @see IntervalClock the moment from which intervals are counted
   */
  public static IntervalClock every(Duration interval) {
    return new IntervalClock(interval, ClockTerms.NONE);
  }

  /**
   * Returns a clock that ticks at the given instants.
   *
   * @throws dev.praetor.schedule.InvalidSchedule if no instant is given
   */
  public static DatesClock dates(Instant... dates) {
    return new DatesClock(
        Arrays.stream(dates).<Moment>map(Moment.At::new).toList(), ClockTerms.NONE);
  }

  /** Returns a clock that ticks at the given local times of its zone, by default UTC. */
  public static DatesClock dates(LocalDateTime first, LocalDateTime... others) {
    return new DatesClock(
        Stream.concat(Stream.of(first), Arrays.stream(others))
            .<Moment>map(Moment.Local::new)
            .toList(),
        ClockTerms.NONE);
  }

  /**
   * Returns a clock that ticks by a recurrence rule of iCalendar, such as {@code
   * FREQ=MONTHLY;BYDAY=-1FR}.
   *
   * @throws dev.praetor.schedule.InvalidSchedule if the rule is malformed
   * @see RecurrenceClock the moment from which recurrences are counted
   */
  public static RecurrenceClock rrule(String rule) {
    return new RecurrenceClock(Recurrence.parse(rule), ClockTerms.NONE);
  }

  /** Returns the environment of a container whose image is built from this base image. */
  public static Environment.Container container(String image) {
    return Environment.Container.of(image);
  }

  /** Returns the environment of a separate process. */
  public static Environment.Process process() {
    return Environment.Process.of();
  }

  /** Returns the environment of the process that starts the run. */
  public static Environment.InProcess inProcess() {
    return new Environment.InProcess();
  }
}
