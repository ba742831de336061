/**
 * The durable engine inside an application: opened at a home, it runs flows, records them, resumes
 * what a crash interrupted, and runs the schedules of the flows that it serves. This package is the
 * public interface; its parts are in the packages below, which are internal.
 */
@NullMarked
package dev.praetor.embedded;

import org.jspecify.annotations.NullMarked;
