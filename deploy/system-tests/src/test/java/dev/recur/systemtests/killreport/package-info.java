/**
 * A run of many due cycles on the real processes, which a seeded plan kills, starves and misleads
 * all the while; and what it has to show for it: a report.
 */
@NullMarked
package dev.recur.systemtests.killreport;

import org.jspecify.annotations.NullMarked;
