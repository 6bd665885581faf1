/**
 * The shell around {@link dev.recur.billing.domain}: one Kafka Streams processor that loads a
 * subscription, has its input decided, puts what changed and forwards what is told, in this order
 * and in one transaction. Avro ends here.
 */
@NullMarked
package dev.recur.billing.topology;

import org.jspecify.annotations.NullMarked;
