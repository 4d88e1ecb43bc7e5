/**
 * Streams read by JavaScript: pages in the system's Chromium, Firefox and WebKit, and the parser that fetch-based
 * clients use. Tests are skipped if a browser, Node.js or npm is missing.
 */
package sse.integration.browser;
