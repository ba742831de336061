package dev.praetor.store;

import static dev.praetor.Praetor.each;

import dev.praetor.Flow;
import dev.praetor.Mapped;
import dev.praetor.Retry;
import dev.praetor.Task;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A flow that greets people, counts its calls, and can be broken and repaired. */
final class Greetings {
  final AtomicInteger calls = new AtomicInteger();
  volatile boolean broken;

  record Person(String name, int age) {}

  record Greeting(Person to, List<String> words) {}

  List<Person> people() {
    calls.incrementAndGet();
    return List.of(new Person("Ada", 36), new Person("Alan", 41), new Person("Grace", 85));
  }

  Greeting greet(Person person) {
    calls.incrementAndGet();
    if (broken && person.name().equals("Alan")) {
      throw new IllegalStateException(
          "no words for Alan", new IllegalArgumentException("the dictionary is closed \u0000"));
    }
    return new Greeting(person, List.of("hello", person.name()));
  }

  String all(List<Greeting> greetings) {
    calls.incrementAndGet();
    return greetings.stream().map(g -> g.words().getLast()).toList().toString();
  }

  /** Returns a flow with three children; the second one fails while {@link #broken}. */
  Flow<String> flow(String name) {
    return Flow.define(
        name,
        f -> {
          Mapped<Greeting> greetings =
              Task.of(this::greet)
                  .label(Person::name)
                  .retry(Retry.times(1).every(Duration.ofMillis(1)))
                  .map(each(Task.of(this::people).call()));
          return Task.of(this::all).call(greetings.collect());
        });
  }
}
