/** Tests. */
@NullMarked
package dev.recur.local.merchant;

import org.jspecify.annotations.NullMarked;
