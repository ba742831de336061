/** The shop on Spring Boot. Any number of its processes can share a database. */
@NullMarked
package dev.praetor.examples.orders.spring;

import org.jspecify.annotations.NullMarked;
