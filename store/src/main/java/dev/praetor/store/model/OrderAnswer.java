package dev.praetor.store.model;

/** The answer of a run to an order. */
public sealed interface OrderAnswer {
  /** The run obeys the order. */
  record Taken() implements OrderAnswer {}

  /** The run cannot obey the order at the moment; it is asked again. */
  record NotYet() implements OrderAnswer {}

  /** The run never obeys the order, for a reason that the person who gave it should know. */
  record Refused(String why) implements OrderAnswer {}
}
