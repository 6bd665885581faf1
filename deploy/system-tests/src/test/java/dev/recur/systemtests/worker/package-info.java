/**
 * The billing worker as processes of its own on a real broker and a real registry: what a
 * rebalance, a lost disk and a wrong number of partitions do to it.
 */
@NullMarked
package dev.recur.systemtests.worker;

import org.jspecify.annotations.NullMarked;
