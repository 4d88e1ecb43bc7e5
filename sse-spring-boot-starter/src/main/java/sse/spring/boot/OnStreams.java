package sse.spring.boot;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import sse.api.SseService;

/** Matches an application that has described streams. */
final class OnStreams extends AnyNestedCondition {
    OnStreams() {
        super(ConfigurationPhase.REGISTER_BEAN);
    }

    /** By a service. */
    @ConditionalOnBean(SseService.class)
    static final class HasService {}

    /** By customizers. */
    @ConditionalOnBean(SseServiceCustomizer.class)
    static final class HasCustomizer {}
}
