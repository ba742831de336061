/**
 * The packages of flows, and what is registered of them. A package is the list of jars that flows
 * need to run, without Praetor itself. {@code PackageBuilder} makes it where the code is, and
 * {@code PackagedFlows} the value {@code Registration} from it: the descriptions of the flows and
 * the hashes of the files, which can be stored or sent elsewhere. Internal.
 *
 * <p>Nothing here stores anything or knows the options of a program. Flows are loaded from a
 * package in {@code engine.loading}.
 */
@NullMarked
package dev.praetor.engine.packaging;

import org.jspecify.annotations.NullMarked;
