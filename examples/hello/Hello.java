import static dev.praetor.Praetor.with;

import dev.praetor.Flow;
import dev.praetor.Task;

/**
 * A first flow: one task, one parameter. Run it: praetor run examples/hello/Hello.java -p name=Ann
 */
class Hello {
  static String greet(String name) {
    return "Hello, " + name + "!";
  }

  static Flow<String> hello() {
    return Flow.define(
        "hello", flow -> Task.of(Hello::greet).call(flow.parameter("name", "world")));
  }

  /** Runs the flow without the command line: java -cp … Hello.java */
  public static void main(String[] args) {
    System.out.println(hello().run(with("name", "Ann")).value());
  }
}
