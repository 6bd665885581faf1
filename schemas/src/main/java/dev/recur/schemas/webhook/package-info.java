/** What webhooks can tell, as endpoints filter by it. */
@NullMarked
package dev.recur.schemas.webhook;

import org.jspecify.annotations.NullMarked;
