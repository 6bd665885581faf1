/** The service with memory in place of Kafka, and a merchant that speaks the contract. */
@NullMarked
package dev.recur.service.testing;

import org.jspecify.annotations.NullMarked;
