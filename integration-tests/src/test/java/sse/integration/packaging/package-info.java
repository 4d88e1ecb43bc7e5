/**
 * Programs started from the packaged jars on the class path and on the module path, and projects that depend on them.
 */
package sse.integration.packaging;
