package sse.spring.boot.news;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import sse.api.Topic;

class NewsTest {
    @Test
    void publishesWhatIsPosted() {
        try (Topic topic = Topic.builder().build()) {
            new NewsConfiguration.News(topic).publish("hello");

            assertEquals(1, topic.statistics().retainedEvents());
        }
    }
}
