/**
 * What happened, read back from the topics: bounded in everything. Only what is Kafka's meets it.
 */
@NullMarked
package dev.recur.service.history;

import org.jspecify.annotations.NullMarked;
