/** The processor against Kafka Streams' own test driver. */
@NullMarked
package dev.recur.billing.topology;

import org.jspecify.annotations.NullMarked;
