/**
 * The merchant's side: the official Antom SDK 2.0.45, and nothing of our own in its place. Where
 * that version has no class for a call, it is taught by its own means, a subclass of its request.
 */
@NullMarked
package dev.recur.systemtests.merchant;

import org.jspecify.annotations.NullMarked;
