/** What of the service's publishing the simulation puts its own in the place of. */
@NullMarked
package dev.recur.service.command;

import org.jspecify.annotations.NullMarked;
