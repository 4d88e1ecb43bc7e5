/** Events of JDK Flight Recorder. */
package sse.integration.monitoring;
