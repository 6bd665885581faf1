/** How services meet Kafka, shown on a real broker. */
@NullMarked
package dev.recur.systemtests.kafka;

import org.jspecify.annotations.NullMarked;
