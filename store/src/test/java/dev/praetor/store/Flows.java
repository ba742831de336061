package dev.praetor.store;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.Mapped;
import dev.praetor.Node;
import dev.praetor.Retry;
import dev.praetor.Secret;
import dev.praetor.Task;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.store.model.RunOrigin;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What the tests run. */
final class Flows {
  static final RunOrigin ORIGIN = new RunOrigin(Flows.class.getName(), "tester");
  static volatile boolean broken;
  static final AtomicInteger CALLS = new AtomicInteger();

  private Flows() {}

  record Person(String name, int age) {}

  record Greeting(Person to, List<String> words) {}

  static List<Person> people() {
    CALLS.incrementAndGet();
    return List.of(new Person("Ada", 36), new Person("Alan", 41), new Person("Grace", 85));
  }

  static Greeting greet(Person person) {
    CALLS.incrementAndGet();
    if (broken && person.name().equals("Alan")) {
      throw new IllegalStateException(
          "no words for Alan", new IllegalArgumentException("the dictionary is closed \u0000"));
    }
    return new Greeting(person, List.of("hello", person.name()));
  }

  static String all(List<Greeting> greetings) {
    CALLS.incrementAndGet();
    return greetings.stream().map(g -> g.words().getLast()).toList().toString();
  }

  /** Three children; the second one fails while {@link #broken}. */
  static Flow<String> greetings(String name) {
    return Flow.define(
        name,
        f -> {
          Mapped<Greeting> greetings =
              Task.of(Flows::greet)
                  .label(Person::name)
                  .retry(Retry.times(1).every(Duration.ofMillis(1)))
                  .map(each(Task.of(Flows::people).call()));
          return Task.of(Flows::all).call(greetings.collect());
        });
  }

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

  /** Cannot be read, as an accessor of it fails. */
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

  static String unlessBroken(boolean there) {
    if (broken) {
      throw new IllegalStateException("broken");
    }
    return "well";
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
