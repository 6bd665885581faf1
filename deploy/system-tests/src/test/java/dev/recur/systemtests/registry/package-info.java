/** Our registry client and Confluent's own, against the same real registry. */
@NullMarked
package dev.recur.systemtests.registry;

import org.jspecify.annotations.NullMarked;
