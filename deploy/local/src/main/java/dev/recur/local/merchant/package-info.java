/**
 * The sample merchant: a program that receives webhooks as a merchant would, verifies and
 * acknowledges them, and shows what it received.
 */
@NullMarked
package dev.recur.local.merchant;

import org.jspecify.annotations.NullMarked;
