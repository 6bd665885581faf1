/** The buyer's page: what is offered, and the two ways to answer. */
@NullMarked
package dev.recur.service.page;

import org.jspecify.annotations.NullMarked;
