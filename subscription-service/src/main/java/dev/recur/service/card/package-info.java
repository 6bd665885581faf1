/**
 * Cards at the edge: what a merchant sends of one comes in here, and only the channel's token for
 * it leaves. A number is in no text that is made here but the request to the channel.
 */
@NullMarked
package dev.recur.service.card;

import org.jspecify.annotations.NullMarked;
