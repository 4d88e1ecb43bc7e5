/** Tests event streams without sockets and without sleeping. */
@NullMarked
package sse.testkit;

import org.jspecify.annotations.NullMarked;
