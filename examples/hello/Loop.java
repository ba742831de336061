import dev.praetor.Flow;
import dev.praetor.Step;
import dev.praetor.Task;

/** A task that repeats until it is done; every iteration is recorded. */
class Loop {
  record Search(long number, int steps) {}

  static Step<Search, Integer> collatz(Search at) {
    if (at.number() == 1) {
      return Step.done(at.steps());
    }
    long next = at.number() % 2 == 0 ? at.number() / 2 : 3 * at.number() + 1;
    return Step.next(new Search(next, at.steps() + 1));
  }

  static Search begin(long number) {
    return new Search(number, 0);
  }

  static Flow<Integer> steps() {
    return Flow.define(
        "collatz",
        flow ->
            Task.loop(Loop::collatz)
                .call(Task.of(Loop::begin).call(flow.parameter("number", 27L))));
  }
}
