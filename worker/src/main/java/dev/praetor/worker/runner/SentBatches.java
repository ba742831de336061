package dev.praetor.worker.runner;

/**
 * The batches of a run that this runner owns.
 *
 * @param accepted the number of the last batch that is durable
 */
record SentBatches(int epoch, long accepted) {}
