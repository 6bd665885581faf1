/** What the service knows: merchants and subscriptions, followed from their topics. */
@NullMarked
package dev.recur.service.read;

import org.jspecify.annotations.NullMarked;
