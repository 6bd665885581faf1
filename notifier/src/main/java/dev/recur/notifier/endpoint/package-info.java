/** The merchants' endpoints, as topic merchants has them; fan-out and delivery both ask. */
@NullMarked
package dev.recur.notifier.endpoint;

import org.jspecify.annotations.NullMarked;
