package sse.benchmarks.load;

/**
 * One measurement to make.
 *
 * @param round from one
 * @param server the server's name
 * @param title the table it belongs to
 * @param scenario what to do
 */
record Step(int round, String server, String title, Scenario scenario) {}
