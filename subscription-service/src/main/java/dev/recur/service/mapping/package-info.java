/** Between this service's own records and those of the topics. Nothing else touches both. */
@NullMarked
package dev.recur.service.mapping;

import org.jspecify.annotations.NullMarked;
