/** Commands to subscriptions: published, and their answers awaited. */
@NullMarked
package dev.recur.service.command;

import org.jspecify.annotations.NullMarked;
