package dev.praetor.examples.orders;

/**
 * A parcel of an order.
 *
 * @param number the number of the parcel in its order, from 1
 */
public record Parcel(long order, int number, String article) {}
