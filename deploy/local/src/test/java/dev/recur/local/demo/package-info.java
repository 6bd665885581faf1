/** The diary's form and calendar; that a running stack writes it is a test of the whole stack. */
@NullMarked
package dev.recur.local.demo;

import org.jspecify.annotations.NullMarked;
