package dev.praetor;

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
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What authors import statically: {@code import static dev.praetor.Praetor.*}. */
public final class Praetor {
  private Praetor() {}

  /** The elements of a list, each on its own. */
  public static <T extends @Nullable Object> Mapped<T> each(
      Node<? extends Iterable<? extends T>> list) {
    return new Mapped<>(new Source.Each(list.source()), list.scope(), list.owner());
  }

  /** The elements of an array, each on its own. */
  public static <T extends @Nullable Object> Mapped<T> eachOf(Node<T[]> array) {
    return new Mapped<>(new Source.Each(array.source()), array.scope(), array.owner());
  }

  /** A value that is known already. */
  public static <T extends @Nullable Object> Node<T> value(T value) {
    return new Node<>(new Source.Constant(value), Scope.FLOW, Optional.empty());
  }

  /** The values of several nodes as one list. */
  @SafeVarargs
  @SuppressWarnings("varargs") // The array is copied at once.
  public static <T extends @Nullable Object> Node<List<T>> list(Node<? extends T>... nodes) {
    return FlowBuilder.current("list(…)").list(List.of(nodes));
  }

  /** The elements of lists that were mapped, joined in index order. */
  public static <T extends @Nullable Object> Mapped<T> flatten(
      Mapped<? extends Iterable<? extends T>> lists) {
    return new Mapped<>(new Source.FlattenEach(lists.source()), lists.scope(), lists.owner());
  }

  /** The elements of a list of lists as one list. */
  public static <T extends @Nullable Object> Node<List<T>> flatten(
      Node<? extends Iterable<? extends Iterable<? extends T>>> lists) {
    return new Node<>(new Source.FlattenList(lists.source()), lists.scope(), lists.owner());
  }

  /** Maps a whole piece of graph over elements; see {@link FlowBuilder#forEach}. */
  public static <T extends @Nullable Object, R extends @Nullable Object> Mapped<R> forEach(
      Mapped<T> elements, Function<Node<T>, Node<R>> body) {
    return FlowBuilder.current("forEach(…)").forEach(elements, body);
  }

  /** A value for a parameter. */
  public static Argument with(String name, @Nullable Object value) {
    return new Argument(name, value);
  }

  /**
   * A clock that ticks by a cron expression, in UTC until told otherwise.
   *
   * @throws dev.praetor.schedule.InvalidCron if the expression is wrong or can never fire
   * @see CronExpression what an expression may say
   */
  public static CronClock cron(String expression) {
    return new CronClock(CronExpression.parse(expression), ClockTerms.NONE);
  }

  /**
   * A clock that ticks once an interval, in UTC until told otherwise.
   *
   * @throws dev.praetor.schedule.InvalidSchedule if it is less than 1 ms or more than 36,525 days
   * @see IntervalClock where it is counted from
   */
  public static IntervalClock every(Duration interval) {
    return new IntervalClock(interval, ClockTerms.NONE);
  }

  /**
   * A clock that ticks at some moments, at least one.
   *
   * @throws dev.praetor.schedule.InvalidSchedule if there is none
   */
  public static DatesClock dates(Instant... dates) {
    return new DatesClock(
        Arrays.stream(dates).<Moment>map(Moment.At::new).toList(), ClockTerms.NONE);
  }

  /**
   * A clock that ticks at some local times of its zone, at least one.
   *
   * @throws dev.praetor.schedule.InvalidSchedule if there is none
   */
  public static DatesClock dates(LocalDateTime first, LocalDateTime... others) {
    return new DatesClock(
        Stream.concat(Stream.of(first), Arrays.stream(others))
            .<Moment>map(Moment.Local::new)
            .toList(),
        ClockTerms.NONE);
  }

  /**
   * A clock that ticks by a recurrence rule of iCalendar, such as {@code FREQ=MONTHLY;BYDAY=-1FR}.
   *
   * @throws dev.praetor.schedule.InvalidSchedule if the rule is wrong
   * @see RecurrenceClock where it is counted from
   */
  public static RecurrenceClock rrule(String rule) {
    return new RecurrenceClock(Recurrence.parse(rule), ClockTerms.NONE);
  }

  /** Runs the flow in a container made from this base image. */
  public static Environment.Container container(String image) {
    return Environment.Container.of(image);
  }

  /** Runs the flow in a process of its own. */
  public static Environment.Process process() {
    return Environment.Process.of();
  }

  /** Runs the flow in the process that starts it. */
  public static Environment.InProcess inProcess() {
    return new Environment.InProcess();
  }
}
