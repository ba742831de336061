/**
 * Runs flows inside tests: a tester, a settable clock, fakes of the interfaces that plug-ins
 * implement, assertions and a JUnit extension. All of it is public and documented, and is used by
 * Praetor's own tests too. Mocks and anything that waits by sleeping do not belong here.
 */
@NullMarked
package dev.praetor.testkit;

import org.jspecify.annotations.NullMarked;
