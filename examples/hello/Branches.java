import dev.praetor.Flow;
import dev.praetor.Node;
import dev.praetor.Task;
import java.time.DayOfWeek;

/** Two branches, chosen by the result of a task; the other branch is skipped, with the reason. */
class Branches {
  static boolean isWeekend(DayOfWeek day) {
    return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
  }

  static String rest() {
    return "Sleep in";
  }

  static String work() {
    return "Get up";
  }

  static Flow<String> morning() {
    return Flow.define(
        "morning",
        flow -> {
          Node<Boolean> weekend =
              Task.of(Branches::isWeekend).call(flow.parameter("day", DayOfWeek.MONDAY));
          return flow.when(weekend, () -> Task.of(Branches::rest).call())
              .otherwise(() -> Task.of(Branches::work).call());
        });
  }
}
