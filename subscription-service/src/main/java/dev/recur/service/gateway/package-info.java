/**
 * The merchants' API: signed requests in, signed answers out, always HTTP 200. Knows nothing of
 * Kafka.
 */
@NullMarked
package dev.recur.service.gateway;

import org.jspecify.annotations.NullMarked;
