/**
 * The shop as one program on the JDK's web server. Any number of its processes can share a
 * database.
 */
@NullMarked
package dev.praetor.examples.orders.http;

import org.jspecify.annotations.NullMarked;
