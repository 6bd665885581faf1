/** A subscription's life from create to webhook, as the official SDK's user sees it. */
@NullMarked
package dev.recur.systemtests.life;

import org.jspecify.annotations.NullMarked;
