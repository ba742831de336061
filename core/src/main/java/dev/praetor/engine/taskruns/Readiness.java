package dev.praetor.engine.taskruns;

import java.util.BitSet;

/**
 * The number of upstreams that a node and each of its children still wait for, and the part of the
 * node's progress of which its dependents have been notified. Changed by the dependency tracker
 * alone; owned by the thread of the run.
 *
 * <p>An end and its announcement are separate events: an end is announced only once it is durable.
 */
public final class Readiness {
  private int missingUpstreams;
  private int awaitedEnds;
  private boolean opened;
  private byte[] missingOfChildren = new byte[0];
  private boolean countsChildren;
  private int endedChildren;
  private final BitSet announced = new BitSet();
  private boolean widthAnnounced;
  private boolean endAnnounced;

  /** Adds upstreams that must end, or have a width, before the node is opened. */
  public void await(int upstreams) {
    missingUpstreams += upstreams;
  }

  /**
   * Counts an upstream that has ended or has a width; returns whether the node can be opened now.
   */
  public boolean upstreamDone() {
    return --missingUpstreams == 0 && !opened;
  }

  /** Returns whether the node waits for no upstream and has not been opened. */
  public boolean mayOpen() {
    return missingUpstreams == 0 && !opened;
  }

  public void open() {
    opened = true;
  }

  public boolean isOpened() {
    return opened;
  }

  /**
   * Sets the number of upstreams that must end before a node without children can be ended with a
   * reason.
   */
  public void awaitEnds(int upstreams) {
    awaitedEnds = upstreams;
  }

  public boolean awaitsEnds() {
    return awaitedEnds > 0;
  }

  /** Counts the end of an awaited upstream; returns whether it was the last. */
  public boolean awaitedEnded() {
    return --awaitedEnds == 0;
  }

  /** Sets the number of upstreams that must end before each child may start. */
  public void awaitForChildren(byte[] upstreams) {
    missingOfChildren = upstreams;
    countsChildren = true;
  }

  /** Counts the end of an upstream of a child; returns whether the child can start now. */
  public boolean childUpstreamDone(int index) {
    return countsChildren && --missingOfChildren[index] == 0;
  }

  /** Counts the announced end of another child; returns the number of announced ends. */
  public int childEnded() {
    return ++endedChildren;
  }

  public void announceChild(int index) {
    announced.set(index);
  }

  public boolean isAnnounced(int index) {
    return announced.get(index);
  }

  public void announceWidth() {
    widthAnnounced = true;
  }

  public boolean isWidthAnnounced() {
    return widthAnnounced;
  }

  public void announceEnd() {
    endAnnounced = true;
  }

  public boolean isEndAnnounced() {
    return endAnnounced;
  }
}
