package dev.praetor.engine.graph;

/** The role of a node in its flow. */
public enum Role {
  NORMAL,
  SET_UP,
  CLEAN_UP
}
