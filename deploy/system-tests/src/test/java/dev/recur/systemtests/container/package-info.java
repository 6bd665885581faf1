/** The whole stack in containers, where a container engine answers, and networks that are cut. */
@NullMarked
package dev.recur.systemtests.container;

import org.jspecify.annotations.NullMarked;
