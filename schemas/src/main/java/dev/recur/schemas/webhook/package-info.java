/** What webhooks can tell, as endpoints filter by it, and what they may reach. */
@NullMarked
package dev.recur.schemas.webhook;

import org.jspecify.annotations.NullMarked;
