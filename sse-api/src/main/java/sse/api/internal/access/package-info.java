/**
 * Gives internal packages what public types keep to themselves, as {@code jdk.internal.access} does. May depend on
 * value types of {@code sse.api} and on {@code internal.codec}.
 */
@NullMarked
package sse.api.internal.access;

import org.jspecify.annotations.NullMarked;
