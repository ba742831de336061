package dev.praetor.store;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.Mapped;
import dev.praetor.Node;
import dev.praetor.Secret;
import dev.praetor.Task;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.store.model.RunOrigin;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The flows that the tests run. */
final class Flows {
  static final RunOrigin ORIGIN = new RunOrigin(Flows.class.getName(), "tester");

  private Flows() {}

  static List<Integer> upTo(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  static int twice(int x) {
    return 2 * x;
  }

  static int size(List<Integer> list) {
    return list.size();
  }

  static Flow<Integer> wide(String name, int width) {
    return Flow.define(
        name,
        f -> {
          Mapped<Integer> doubled =
              Task.of(Flows::twice).map(each(Task.of(Flows::upTo).call(value(width))));
          return Task.of(Flows::size).call(doubled.collect());
        });
  }

  static List<String> tell() {
    String secret = Secret.named("TOKEN").get();
    return List.of("it is " + secret, secret);
  }

  static String fail(List<String> told) {
    throw new IllegalStateException("cannot say " + told.getLast());
  }

  static Flow<String> leaking(String name) {
    return Flow.define(
        name,
        f -> {
          Node<List<String>> told = Task.of(Flows::tell).secrets("TOKEN").call();
          return Task.of(Flows::fail).call(told);
        });
  }

  static Runnable lambda() {
    return () -> {};
  }

  /** A value that cannot be written as JSON because an accessor fails. */
  record Unreadable(String secret) implements Runnable {
    @Override
    public String secret() {
      throw new IllegalStateException("not now");
    }

    @Override
    public void run() {}
  }

  static Runnable unreadable() {
    return new Unreadable("x");
  }

  static boolean isThere(Runnable one) {
    return one != null;
  }

  static boolean areThere(Runnable first, Runnable second) {
    return first != second;
  }

  static <R extends @Nullable Object> FlowResult<R> run(
      RunStore store, Flow<R> flow, Argument... arguments) {
    return local(store, flow).run(arguments);
  }

  static <R extends @Nullable Object> LocalRun<R> local(RunStore store, Flow<R> flow) {
    return LocalRun.of(flow)
        .with(s ->
            s.withPersistence(
                new RunSettings.Persistence(store.journal(flow, ORIGIN), s.persistence().cache())));
  }
}
