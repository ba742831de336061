/**
 * A PostgreSQL server for the tests of the other modules, and networks to servers, which are cut
 * and healed. Nothing of Praetor belongs here, so that every module can use it.
 */
@NullMarked
package dev.praetor.postgres;

import org.jspecify.annotations.NullMarked;
