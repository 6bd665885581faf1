/**
 * The whole system on one machine: starts a broker, a registry, the three services, the sandbox
 * channel and a sample merchant, watches them, and says in {@code stack.json} how to reach them.
 */
@NullMarked
package dev.recur.local.stack;

import org.jspecify.annotations.NullMarked;
