/**
 * The buyers, sealed as topic buyers has them: the fan-out asks whether there is one, and only the
 * sending of an e-mail opens it.
 */
@NullMarked
package dev.recur.notifier.buyer;

import org.jspecify.annotations.NullMarked;
