/**
 * The protocol by which runners run registered flows with nothing but an address and a key. {@code
 * RunnerSessions} keeps a {@code RunnerSession} for each runner that is connected: a store that is
 * open on its behalf, so that claims, epochs, slots, orders and heartbeats are those of every
 * process with a database. The runner sends events, which {@code EventHandling} passes to that
 * store, and asks for news, which {@code RunnerNews} keeps until the runner has them: runs to start
 * ({@code RunnerClaims}), orders ({@code RunnerOrders}) and slots ({@code RunnerSlots}).
 *
 * <p>{@code RunnerApi} reads requests and writes answers; everything in a request is checked before
 * anything is done. The form of events is in {@code store.wire}.
 */
@NullMarked
package dev.praetor.server.runners;

import org.jspecify.annotations.NullMarked;
