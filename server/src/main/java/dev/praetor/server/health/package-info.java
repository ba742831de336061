/**
 * The health of the server: checks of what it depends on, and their results as one document. What a
 * check looks at belongs to the store or to the service that is checked.
 */
@NullMarked
package dev.praetor.server.health;

import org.jspecify.annotations.NullMarked;
