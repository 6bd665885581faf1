/** The services against a broker in a container, where a container engine answers. */
@NullMarked
package dev.recur.systemtests.container;

import org.jspecify.annotations.NullMarked;
