/** The tests that both applications of the shop must pass, and the tests of its flows. */
@NullMarked
package dev.praetor.examples.orders;

import org.jspecify.annotations.NullMarked;
