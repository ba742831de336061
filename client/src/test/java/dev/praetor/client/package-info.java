/** Tests of the client, against a real server and against servers that misbehave. */
@NullMarked
package dev.praetor.client;

import org.jspecify.annotations.NullMarked;
