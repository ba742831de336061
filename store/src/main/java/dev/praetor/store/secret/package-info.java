/**
 * Local secrets: their table, their encryption, and the file with the key. Internal. The masking of
 * secrets in what runs write belongs to the engine; which secrets a task may read, too.
 */
@NullMarked
package dev.praetor.store.secret;

import org.jspecify.annotations.NullMarked;
