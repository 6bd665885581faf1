/** The merchants' API, the buyer's page and the operator's door. */
@NullMarked
package dev.recur.service;

import org.jspecify.annotations.NullMarked;
