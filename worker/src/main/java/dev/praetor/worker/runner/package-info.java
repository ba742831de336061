/**
 * A runner without a database: it runs the registered runs of one package with the address of a
 * server and a key. {@code RemoteRunner} assembles it. {@code ServerConnection} speaks HTTP, {@code
 * RemoteSession} keeps the session at the server, {@code Outbox} sends what the journals of runs
 * write, and {@code NewsLoop} asks for news: runs to start, orders, slots. The journal, the slots
 * and the cache are those of the store, with another place behind them.
 *
 * <p>While the server is away, the bodies of tasks go on, and what they write waits in the outbox.
 * Nothing here opens a store, and processes are started elsewhere.
 */
@NullMarked
package dev.praetor.worker.runner;

import org.jspecify.annotations.NullMarked;
