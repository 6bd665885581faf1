/**
 * Between values and bytes: Confluent's wire format and registry protocol, behind Kafka's own
 * serializer interfaces and under Confluent's configuration keys.
 */
@NullMarked
package dev.recur.schemas.serde;

import org.jspecify.annotations.NullMarked;
