/** How subscriptions, payments and attempts get their identity, so that a repeat is recognised. */
@NullMarked
package dev.recur.schemas.id;

import org.jspecify.annotations.NullMarked;
