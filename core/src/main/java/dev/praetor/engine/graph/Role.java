package dev.praetor.engine.graph;

/** Why a node is in the graph. */
public enum Role {
  NORMAL,
  SET_UP,
  CLEAN_UP
}
