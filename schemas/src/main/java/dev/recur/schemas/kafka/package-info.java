/**
 * How every service meets Kafka: client settings, the life of a Streams topology, following a whole
 * topic, dead letters, headers, health and metrics.
 */
@NullMarked
package dev.recur.schemas.kafka;

import org.jspecify.annotations.NullMarked;
