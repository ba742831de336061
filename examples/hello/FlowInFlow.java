import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static dev.praetor.Praetor.with;

import dev.praetor.Flow;
import dev.praetor.FlowSource;
import dev.praetor.Task;
import java.util.List;

/** A flow that runs another flow, once for each city. */
class FlowInFlow implements FlowSource {
  static String weather(String city) {
    return city + ": sunny";
  }

  static String front(List<String> reports) {
    return String.join(", ", reports);
  }

  @Override
  public List<Flow<?>> flows() {
    Flow<String> report =
        Flow.define(
            "weather",
            flow -> Task.of(FlowInFlow::weather).call(flow.parameter("city", String.class)));
    Flow<String> paper =
        Flow.define(
            "paper",
            flow ->
                Task.of(FlowInFlow::front)
                    .call(
                        flow.forEach(
                                each(value(List.of("Oslo", "Lima"))),
                                city -> flow.run(report, with("city", city)))
                            .collect()));
    return List.of(paper);
  }
}
