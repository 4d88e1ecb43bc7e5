package sse.nio.internal.http1;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyBufferTest {
    private static final int LIMIT = 64 * 1024;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final BodyBuffer body = limited(LIMIT);

    private static BodyBuffer limited(int limit) {
        BodyBuffer body = new BodyBuffer();
        body.setLimit(limit);
        return body;
    }

    @Test
    void allocatesInProportionToContent() throws Exception {
        ByteBuffer chunk = ByteBuffer.allocate(1);
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < LIMIT; i++) {
            body.expect(1);
            body.fill(chunk.clear());
        }
        assertThat(body.take()).hasSize(LIMIT);
        // All arrays of a doubling together are twice the last one, and the JVM may count some more.
        assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(4 * LIMIT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1023, 1024, 1025, 3000, LIMIT - 1, LIMIT})
    void returnsArrayOfContentLength(int length) throws Exception {
        byte[] content = new byte[length];
        content[length - 1] = 7;
        body.expect(length - 1);
        body.fill(ByteBuffer.wrap(content, 0, length - 1));
        body.expect(1);
        body.fill(ByteBuffer.wrap(content, length - 1, 1));
        assertThat(body.take()).isEqualTo(content);
        assertThat(body.take()).isEmpty();
    }

    @Test
    void growsWithBytesThatHaveArrived() throws Exception {
        BodyBuffer huge = limited(Integer.MAX_VALUE);
        huge.expect(Integer.MAX_VALUE);
        huge.fill(ByteBuffer.wrap(new byte[1]));
        assertThat(huge.missing()).isEqualTo(Integer.MAX_VALUE - 1);
    }
}
