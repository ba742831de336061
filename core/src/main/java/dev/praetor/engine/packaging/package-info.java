/**
 * The packages of flows, and what is registered of them. A package is the list of jars that flows
 * need to run, without Praetor itself. The descriptions of flows and the hashes of their files are
 * the value {@code Registration}, which is made where the code is, and stored or sent elsewhere.
 * Internal.
 *
 * <p>Nothing here stores anything or knows the options of a program. Flows are loaded from a
 * package in {@code engine.loading}.
 */
@NullMarked
package dev.praetor.engine.packaging;

import org.jspecify.annotations.NullMarked;
