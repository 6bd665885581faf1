/**
 * The services' real topologies, the channel's and the sender's real decision code, run in one
 * thread against a log in memory and a clock that a seed moves. One seed is one run.
 *
 * <p>What is assumed and not shown: a Kafka transaction is atomic. What a task has written, its
 * changelog and its offsets since its last commit appear together or not at all. The kill tests on
 * the real broker show that. Everything outside transactions, calls to the channel, HTTP attempts
 * and the records that tell of them, can be doubled, lost and late here.
 */
@NullMarked
package dev.recur.systemtests.simulation;

import org.jspecify.annotations.NullMarked;
