/** What requests and answers look like: names, types and lengths of the wire contract. */
@NullMarked
package dev.recur.service.gateway.wire;

import org.jspecify.annotations.NullMarked;
