/**
 * Delivery on Kafka: keeps what is pending and when it is due, hands over what may be sent and
 * reads what became of it. The rules are in {@code queue}; HTTP is in {@code sender}.
 */
@NullMarked
package dev.recur.notifier.delivery;

import org.jspecify.annotations.NullMarked;
