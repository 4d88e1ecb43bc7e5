/** What the core knows of HTTP: routes, media ranges, origins. */
@NullMarked
package sse.api.internal.http;

import org.jspecify.annotations.NullMarked;
