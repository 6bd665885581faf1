/**
 * Cards as the sandbox channel meets them: what makes a number right, and what the bank knows about
 * the published test numbers. A number leaves this package only as a token's brand and last digits.
 */
@NullMarked
package dev.recur.local.channel.card;

import org.jspecify.annotations.NullMarked;
