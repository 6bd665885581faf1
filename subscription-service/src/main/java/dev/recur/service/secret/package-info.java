/** Texts that only who has the master key can make: nothing of them has to be stored. */
@NullMarked
package dev.recur.service.secret;

import org.jspecify.annotations.NullMarked;
