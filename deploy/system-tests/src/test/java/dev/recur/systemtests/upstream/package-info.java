/** Systems that write commands straight onto Kafka in place of calling the gateway. */
@NullMarked
package dev.recur.systemtests.upstream;

import org.jspecify.annotations.NullMarked;
