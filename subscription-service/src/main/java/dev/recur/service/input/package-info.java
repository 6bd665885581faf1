/** Reads the JSON that strangers send: merchants to the gateway, operators to the admin port. */
@NullMarked
package dev.recur.service.input;

import org.jspecify.annotations.NullMarked;
