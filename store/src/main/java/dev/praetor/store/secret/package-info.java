/**
 * Secrets: their tables, the keys that encrypt them and the master keys outside the database, the
 * grants to flows and the reads of runs. Internal. The masking of secrets in what runs write
 * belongs to the engine; which secrets a task may read, too.
 */
@NullMarked
package dev.praetor.store.secret;

import org.jspecify.annotations.NullMarked;
