/** Tests of what webhooks can tell. */
@NullMarked
package dev.recur.schemas.webhook;

import org.jspecify.annotations.NullMarked;
