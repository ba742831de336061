package dev.praetor.engine.taskruns;

import java.util.BitSet;

/**
 * The upstreams a node and each of its children still wait for, and how much of the node's own
 * progress its dependents have been told. Changed by the dependency tracker alone; owned by the
 * thread of the run.
 *
 * <p>An end and its announcement are two moments: an end is announced only once it is durable.
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

  /** Counts an upstream that has ended or has a width; returns whether that lets the node open. */
  public boolean upstreamDone() {
    return --missingUpstreams == 0 && !opened;
  }

  /** Returns whether the node waits for nothing and has not been opened. */
  public boolean mayOpen() {
    return missingUpstreams == 0 && !opened;
  }

  public void open() {
    opened = true;
  }

  public boolean isOpened() {
    return opened;
  }

  /** Sets how many upstreams must end before the reason for having no children can be given. */
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

  /** Sets for each child how many upstreams must end before it may start. */
  public void awaitForChildren(byte[] upstreams) {
    missingOfChildren = upstreams;
    countsChildren = true;
  }

  /** Counts the end of an upstream of one child; returns whether that lets the child start. */
  public boolean childUpstreamDone(int index) {
    return countsChildren && --missingOfChildren[index] == 0;
  }

  /** Counts the announced end of one more child. */
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
