/** The wire contract's RSA256 signature, its keys, and the box that secrets lie in at rest. */
@NullMarked
package dev.recur.schemas.signature;

import org.jspecify.annotations.NullMarked;
