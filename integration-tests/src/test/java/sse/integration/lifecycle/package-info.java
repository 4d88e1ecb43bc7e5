/** Starting, closing and restarting servers: draining, capacity, and resources after a close. */
package sse.integration.lifecycle;
