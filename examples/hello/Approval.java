import dev.praetor.Flow;
import dev.praetor.Node;
import dev.praetor.Task;

/**
 * A flow that waits for a person's approval. Without a terminal: praetor run … --approve approval
 */
class Approval {
  static String draft() {
    return "Praetor 1.0 is out";
  }

  static String publish(String text) {
    return "published: " + text;
  }

  static Flow<String> release() {
    return Flow.define(
        "release",
        flow -> {
          Node<String> text = Task.of(Approval::draft).call();
          return Task.of(Approval::publish)
              .call(text)
              .after(flow.approval("Publish the release?").after(text));
        });
  }
}
