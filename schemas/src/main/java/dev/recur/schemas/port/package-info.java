/** The port at which operators and their programs read how a service does. */
@NullMarked
package dev.recur.schemas.port;

import org.jspecify.annotations.NullMarked;
