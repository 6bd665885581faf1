/** Tests of how services meet Kafka, as far as they need no broker. */
@NullMarked
package dev.recur.schemas.kafka;

import org.jspecify.annotations.NullMarked;
