/**
 * The record of a run as files: its log, the results of its task runs, and its document. They are
 * sent while they are read, so that their size does not matter.
 */
@NullMarked
package dev.praetor.server.files;

import org.jspecify.annotations.NullMarked;
