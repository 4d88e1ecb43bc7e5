package sse.jdkhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InterruptibleSectionTest {
    private final InterruptibleSection section = new InterruptibleSection();

    @AfterEach
    void takeBackInterrupt() {
        Thread.interrupted();
    }

    @Test
    void interruptsTheThreadThatIsInIt() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread thread = new Thread(() -> {
            section.enter();
            entered.countDown();
            try {
                TimeUnit.SECONDS.sleep(50);
            } catch (InterruptedException expected) {
                interrupted.set(true);
            }
            section.leave();
        });
        thread.start();
        entered.await();
        section.cut();
        thread.join(30_000);
        assertThat(interrupted).isTrue();
    }

    @Test
    void beginsInterruptedIfItIsCutAlready() {
        section.cut();
        section.enter();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        section.leave();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void takesTheInterruptBackAtItsEnd() {
        section.enter();
        section.cut();
        section.leave();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void doesNotReachTheThreadAfterItsEnd() {
        section.enter();
        section.leave();
        section.cut();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void leavesAnInterruptAloneThatIsNotItsOwn() {
        section.enter();
        Thread.currentThread().interrupt();
        section.leave();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }
}
