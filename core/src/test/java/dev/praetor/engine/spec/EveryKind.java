package dev.praetor.engine.spec;

import static dev.praetor.Praetor.container;
import static dev.praetor.Praetor.cron;
import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.every;
import static dev.praetor.Praetor.flatten;
import static dev.praetor.Praetor.list;
import static dev.praetor.Praetor.process;
import static dev.praetor.Praetor.value;
import static dev.praetor.Praetor.with;

import dev.praetor.Cache;
import dev.praetor.Flow;
import dev.praetor.FlowBuilder;
import dev.praetor.Mapped;
import dev.praetor.Node;
import dev.praetor.Outcome;
import dev.praetor.Resource;
import dev.praetor.Retry;
import dev.praetor.Schedule;
import dev.praetor.Step;
import dev.praetor.Task;
import dev.praetor.Trigger;
import dev.praetor.TypeRef;
import dev.praetor.schedule.Adjustment;
import dev.praetor.schedule.Filter;
import dev.praetor.schedule.Overlap;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Flows that use every kind of node, source and option. */
final class EveryKind {
  enum Size {
    SMALL,
    LARGE
  }

  private EveryKind() {}

  static List<Integer> numbers(String office, Set<String> but) {
    return List.of(office.length(), but.size());
  }

  static List<Integer> twice(int x) {
    return List.of(x, x);
  }

  static int plus(int x, List<Integer> all) {
    return x + all.size();
  }

  static String tell(List<Outcome<Integer>> ends, Outcome<Integer> end, Object any) {
    return ends + " " + end + any;
  }

  static boolean large(int x) {
    return x > 1;
  }

  static Instant later(int x) {
    return Instant.ofEpochSecond(x);
  }

  static List<Flow<?>> flows() {
    return List.of(sources(), nodes(), options(), inProcess());
  }

  private static Flow<List<Integer>> sources() {
    return Flow.define("sources", EveryKind::sources);
  }

  private static Node<List<Integer>> sources(FlowBuilder f) {
    Node<String> office = f.parameter("office", String.class).describedAs("An office.");
    Node<Size> size = f.parameter("size", Size.SMALL).oneOf(Size.SMALL, Size.LARGE);
    f.parameter("token", String.class).secret();
    f.parameter("pin", Integer.class, 4711).oneOf(4711, 4712).secret();
    f.parameter("half", Double.class, 0.5);
    f.parameter("names", new TypeRef<@Nullable List<String>>() {}, null);
    Node<List<Integer>> numbers = Task.of(EveryKind::numbers).call(office, value(Set.of("b", "a")));
    Mapped<Integer> each = each(numbers);
    Mapped<Integer> joined = flatten(Task.of(EveryKind::twice).map(each));
    Node<List<List<Integer>>> lists = list(numbers, numbers);
    Node<List<Integer>> flat = flatten(lists);
    Mapped<Integer> sums = Task.of(EveryKind::plus).map(joined.select(x -> x + 1), flat);
    Node<Integer> first = Task.of(EveryKind::plus).call(numbers.select(List::getFirst), flat);
    Task.of(EveryKind::tell).call(sums.outcomes(), first.outcome(), size);
    Task.of(EveryKind::tell)
        .call(sums.outcomes(), first.outcome(), value(Map.of("when", "b".repeat(10_000))));
    Task.of(EveryKind::tell).call(sums.outcomes(), first.outcome(), value((Runnable) () -> {}));
    return f.forEach(
            each,
            x ->
                Task.of(EveryKind::plus)
                    .call(x, f.forEach(each(Task.of(EveryKind::twice).call(x)), y -> y).collect()))
        .collect();
  }

  private static Flow<Integer> nodes() {
    Flow<Integer> child =
        Flow.define(
            "child", f -> Task.of(EveryKind::plus).call(f.parameter("x", 1), value(List.of())));
    return Flow.define(
        "nodes",
        f -> {
          Node<Integer> loop =
              Task.<Integer, Integer>loop("count", Integer.class, x -> Step.done(x)).call(value(3));
          Node<Integer> part =
              f.run(child, with("x", loop)).after(f.approval("go on?", Duration.ofHours(1)));
          f.approval("sure?").after(f.sleep(Duration.ofMinutes(5)));
          f.waitUntil(Instant.EPOCH).after(f.waitUntil(Task.of(EveryKind::later).call(loop)));
          Node<Integer> chosen =
              f.when(Task.of(EveryKind::large).call(part), () -> part)
                  .otherwise(() -> f.run(child));
          f.match(chosen).on(1, () -> value("one")).otherwise(() -> value("many"));
          Node<Integer> used =
              f.using(
                  Resource.of("file", () -> 1, x -> {}),
                  x -> Task.of(EveryKind::plus).call(x, value(List.of(1, 2))));
          f.decidedBy(used);
          return used;
        });
  }

  private static Flow<Integer> options() {
    return Flow.define(
            "options",
            f ->
                Task.of("all", Integer.class, () -> 1)
                    .version("2")
                    .describedAs("Everything.")
                    .tags("db", "slow")
                    .secrets("TOKEN", "KEY")
                    .trigger(Trigger.ALL_FINISHED)
                    .skipOnUpstreamSkip(false)
                    .retry(Retry.times(3).exponential(Duration.ofSeconds(1), Duration.ofMinutes(1)))
                    .timeout(Duration.ofMillis(1500))
                    .deadline(Duration.ofMinutes(5))
                    .cached(Cache.byParameters())
                    .atMostOnce()
                    .recover(failure -> 1)
                    .concurrency(3)
                    .widthLimit(7)
                    .call())
        .describedAs("A flow with every option.")
        .timeout(Duration.ofHours(2))
        .retry(Retry.times(2).jitter(0.25))
        .runName("{flow} {scheduled}")
        .concurrency(4)
        .widthLimit(9)
        .crashes(5)
        .pool("reports")
        .needs("gpu", "region=eu")
        .isolated()
        .environment(container("jdk").registry("here:5000").file("a", "/b").env("C", "d"))
        .scheduled(
            Schedule.of(cron("30 8 * * MON-FRI").in("America/New_York"), every(Duration.ofDays(2)))
                .only(Filter.daysOfWeek(DayOfWeek.MONDAY))
                .adjusted(Adjustment.nextWeekday())
                .withOverlap(Overlap.SKIP));
  }

  private static Flow<Integer> inProcess() {
    return Flow.define("process", f -> value(1)).environment(process().env("A", "b"));
  }
}
