/**
 * LaunchDarkly's public contract for clients of event streams ({@code sse-contract-tests}): the service that its
 * harness drives, over our client, and the harness's cases as tests of ours.
 */
package sse.integration.contract;
