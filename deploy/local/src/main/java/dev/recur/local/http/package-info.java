/** A small HTTP server and JSON, for the programs that stand for the world outside. */
@NullMarked
package dev.recur.local.http;

import org.jspecify.annotations.NullMarked;
