/**
 * Faults of clients, handlers and the process. {@link sse.integration.faults.FaultScenario} asserts the invariants that
 * hold after each fault; other tests here end a server's process or its resources.
 */
package sse.integration.faults;
