import static dev.praetor.Praetor.each;

import dev.praetor.Flow;
import dev.praetor.Mapped;
import dev.praetor.Signal;
import dev.praetor.Task;
import java.util.List;

/**
 * A map over a list of unknown length: each element is processed independently, and can be skipped.
 */
class Mapping {
  static List<String> cities() {
    return List.of("Oslo", "Lima", "Cairo", "Rome");
  }

  static String shortOnly(String city) {
    if (city.length() > 4) {
      throw Signal.skip(city + " is too long for the sign");
    }
    return city;
  }

  static String paint(String city) {
    return city.toUpperCase();
  }

  static String hang(List<String> signs) {
    return String.join(" | ", signs);
  }

  static Flow<String> signs() {
    return Flow.define(
        "signs",
        flow -> {
          Mapped<String> fitting =
              Task.of(Mapping::shortOnly)
                  .label(city -> city)
                  .map(each(Task.of(Mapping::cities).call()));
          Mapped<String> painted = Task.of(Mapping::paint).label(city -> city).map(fitting);
          return Task.of(Mapping::hang).call(painted.collect());
        });
  }
}
