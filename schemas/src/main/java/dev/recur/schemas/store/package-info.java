/** What a service keeps of topics on its own disk, beside Kafka Streams. */
@NullMarked
package dev.recur.schemas.store;

import org.jspecify.annotations.NullMarked;
