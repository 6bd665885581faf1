package dev.recur.systemtests.simulation;

/**
 * Something that may happen next.
 *
 * @param weight how likely it is beside the others
 * @param run makes it happen
 */
record Step(int weight, Runnable run) {}
