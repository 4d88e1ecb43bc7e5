package sse.spring.boot.news;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application of the guide. */
@SpringBootApplication
public class NewsApplication {}
