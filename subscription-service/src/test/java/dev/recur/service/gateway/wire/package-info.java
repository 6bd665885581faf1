@NullMarked
package dev.recur.service.gateway.wire;

import org.jspecify.annotations.NullMarked;
