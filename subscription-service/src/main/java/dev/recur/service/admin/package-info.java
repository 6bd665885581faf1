/** The operator's door: merchants and test clocks, on a port of its own. */
@NullMarked
package dev.recur.service.admin;

import org.jspecify.annotations.NullMarked;
