/**
 * The business of a shop: its orders, and the flows that fulfil them and report about them. It
 * knows neither a web server nor a database; the two applications around it supply both.
 */
@NullMarked
package dev.praetor.examples.orders;

import org.jspecify.annotations.NullMarked;
