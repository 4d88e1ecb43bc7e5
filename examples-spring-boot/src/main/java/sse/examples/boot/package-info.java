/** A Spring Boot application with a live page: what is posted is shown in every open page, after a pause too. */
package sse.examples.boot;
