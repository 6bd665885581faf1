/** Bare Kafka Streams topologies that do nothing but what has to be done: the physical limit. */
@NullMarked
package dev.recur.benchmark.bare;

import org.jspecify.annotations.NullMarked;
