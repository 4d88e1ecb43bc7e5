package sse.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import sse.api.PublishException;
import sse.api.spi.history.Backplane;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.Gap;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.Publication;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;
import sse.testkit.OtherBackplane.OtherListener;

/** Backplanes that are incorrect in one point each, and the tests of the contract that fail for them. */
class WrongBackplanesTest {
    /** The contract, for the backplane of the test that runs. */
    static class Contract extends BackplaneContract {
        private static Supplier<BackplaneFixture> fixtures;

        @Override
        protected BackplaneFixture fixture() {
            return fixtures.get();
        }
    }

    /** Connects incorrect backplanes. */
    private static class WrongFixture extends MemoryBackplaneTest.MemoryBackplaneFixture {
        private final Function<MemoryBackplane, OtherBackplane> change;
        boolean losesAnswer;
        boolean losesRequest;

        WrongFixture(Function<MemoryBackplane, OtherBackplane> change) {
            this.change = change;
        }

        @Override
        public Backplane connect() {
            return change.apply((MemoryBackplane) super.connect());
        }

        @Override
        MemoryBackplane memory(Backplane backplane) {
            return ((OtherBackplane) backplane).right;
        }

        /** What these backplanes lose never comes. */
        @Override
        public Duration deadline() {
            return Duration.ofSeconds(1);
        }
    }

    private static void assertFails(Function<MemoryBackplane, OtherBackplane> change, String... tests) {
        assertFixtureFails(() -> new WrongFixture(change), tests);
    }

    private static void assertFixtureFails(Supplier<BackplaneFixture> fixtures, String... tests) {
        Contract.fixtures = fixtures;
        assertThat(ContractRun.failures(Contract.class, Set.of(tests))).containsExactlyInAnyOrder(tests);
    }

    /** Has the calls of listeners changed. */
    private static Function<MemoryBackplane, OtherBackplane> listening(UnaryOperator<Backplane.Listener> change) {
        return right -> new OtherBackplane(right) {
            @Override
            public Following follow(EntryId position, Listener listener) {
                return super.follow(position, change.apply(listener));
            }
        };
    }

    @Test
    void storesRepeatedBatchTwice() {
        AtomicLong counter = new AtomicLong();
        assertFails(
                right -> new OtherBackplane(right) {
                    @Override
                    public CompletionStage<List<EntryId>> publish(List<Publication> batch, String publisher, long c) {
                        return super.publish(batch, publisher, counter.incrementAndGet());
                    }
                },
                "storesRepeatedBatchOnce");
    }

    @Test
    void storesTwiceWhenAnswerIsLost() {
        assertFixtureFails(
                () -> new WrongFixture(right -> new OtherBackplane(right)) {
                    @Override
                    public Backplane connect() {
                        return new OtherBackplane(((OtherBackplane) super.connect()).right) {
                            @Override
                            public CompletionStage<List<EntryId>> publish(
                                    List<Publication> batch, String publisher, long counter) {
                                if (losesAnswer) {
                                    losesAnswer = false;
                                    super.publish(batch, publisher + " again", counter);
                                }
                                return super.publish(batch, publisher, counter);
                            }
                        };
                    }

                    @Override
                    public void loseNextAnswer() {
                        losesAnswer = true;
                    }
                },
                "storesOnceWhenAnswerIsLost",
                "deliversOnceWhenAnswerIsLost");
    }

    @Test
    void doesNotRepeatRequestThatIsLost() {
        assertFixtureFails(
                () -> new WrongFixture(right -> new OtherBackplane(right)) {
                    @Override
                    public Backplane connect() {
                        return new OtherBackplane(((OtherBackplane) super.connect()).right) {
                            @Override
                            public CompletionStage<List<EntryId>> publish(
                                    List<Publication> batch, String publisher, long counter) {
                                if (losesRequest) {
                                    losesRequest = false;
                                    return CompletableFuture.failedFuture(
                                            new PublishException(PublishException.Outcome.UNKNOWN, "no answer"));
                                }
                                return super.publish(batch, publisher, counter);
                            }
                        };
                    }

                    @Override
                    public void loseNextRequest() {
                        losesRequest = true;
                    }
                },
                "storesOnceWhenRequestIsLost",
                "deliversOnceWhenAnswerIsLost");
    }

    @Test
    void takesPublishersOfEqualCountersForOne() {
        assertFails(
                right -> new OtherBackplane(right) {
                    @Override
                    public CompletionStage<List<EntryId>> publish(
                            List<Publication> batch, String publisher, long counter) {
                        return super.publish(batch, "everybody", counter);
                    }
                },
                "distinguishesPublishersOfEqualCounters");
    }

    @Test
    void doesNotNoticeDeadPath() {
        assertFails(
                listening(listener -> new OtherListener(listener) {
                    @Override
                    public void onDown(Throwable cause) {}
                }),
                "deliversOnceAfterCutPath",
                "deliversOnceAfterBrokerRestart");
    }

    @Test
    void takesWhatIsNotYetThereForLost() {
        assertFails(
                right -> new OtherBackplane(right) {
                    @Override
                    public CompletionStage<ReadResult> readAfter(EntryId position, ReadLimits limits) {
                        return super.readAfter(position, limits)
                                .thenCombine(
                                        head(),
                                        (result, head) -> result.kind() == ReadResult.Kind.NOT_YET
                                                ? ReadResult.gone(Gap.ofUnknownSize(Gap.Reason.UNKNOWN, head))
                                                : result);
                    }
                },
                "answersNotYetBeyondNewest");
    }

    @Test
    void reportsGapForTailThatWasDelivered() {
        assertFails(
                listening(listener -> new OtherListener(listener) {
                    private Optional<EntryId> last = Optional.empty();

                    @Override
                    public void onEntries(List<LogEntry> entries) {
                        EntryId first = entries.get(0).id();
                        if (last.filter(id -> id.term() < first.term()).isPresent()) {
                            super.onGap(Gap.of(1, Gap.Reason.TRIMMED, last.get()));
                        }
                        last = Optional.of(entries.get(entries.size() - 1).id());
                        super.onEntries(entries);
                    }
                }),
                "reportsNoGapForLostTailThatWasDelivered");
    }

    @Test
    void miscountsTrimmedEntries() {
        assertFails(
                listening(listener -> new OtherListener(listener) {
                    @Override
                    public void onGap(Gap gap) {
                        OptionalLong lost = gap.lost();
                        super.onGap(Gap.of(lost.orElse(0) + 1, gap.reason(), gap.resumeAfter()));
                    }
                }),
                "reportsGapWithNumberOnce",
                "sendsGapOnceForTrimmedEvents");
    }

    @Test
    void hidesReset() {
        assertFails(
                listening(listener -> new OtherListener(listener) {
                    private boolean isOther;

                    @Override
                    public void onReset(EntryId origin) {
                        isOther = true;
                    }

                    @Override
                    public void onEntries(List<LogEntry> entries) {
                        if (!isOther) {
                            super.onEntries(entries);
                        }
                    }
                }),
                "reportsResetWhenBrokerIsEmptied",
                "sendsGapToAllWhenBrokerIsEmptied");
    }

    @Test
    void deliversLocallyWhileBrokerIsAway() {
        assertFails(
                right -> new OtherBackplane(right) {
                    private Optional<Listener> follower = Optional.empty();
                    private EntryId last = EntryId.origin("none");

                    @Override
                    public Following follow(EntryId position, Listener listener) {
                        follower = Optional.of(listener);
                        last = position;
                        return super.follow(position, new OtherListener(listener) {
                            @Override
                            public void onEntries(List<LogEntry> entries) {
                                last = entries.get(entries.size() - 1).id();
                                super.onEntries(entries);
                            }
                        });
                    }

                    @Override
                    public CompletionStage<List<EntryId>> publish(
                            List<Publication> batch, String publisher, long counter) {
                        return super.publish(batch, publisher, counter).exceptionally(away -> {
                            last = EntryId.of(last.log(), Math.max(1, last.term()), last.number() + 1);
                            follower.ifPresent(listener ->
                                    listener.onEntries(List.of(batch.get(0).withId(last))));
                            return List.of(last);
                        });
                    }
                },
                "failsInTimeWhileBrokerIsDown",
                "deliversNothingWhileBrokerIsAway");
    }

    @Test
    void followsOverSeveralConnections() {
        assertFails(
                right -> new OtherBackplane(right) {
                    @Override
                    public Following follow(EntryId position, Listener listener) {
                        Following second = super.follow(position, new OtherListener(listener) {
                            @Override
                            public void onEntries(List<LogEntry> entries) {}

                            @Override
                            public void onUp() {}
                        });
                        Following first = super.follow(position, listener);
                        return () -> {
                            first.close();
                            second.close();
                        };
                    }
                },
                "followsOverOneConnection");
    }

    @Test
    void startsWithEmptyWindow() {
        assertFails(
                right -> new OtherBackplane(right) {
                    @Override
                    public CompletionStage<List<LogEntry>> readNewest(ReadLimits limits) {
                        return CompletableFuture.completedFuture(List.of());
                    }
                },
                "fillsWindowBeforeTopicIsReturned");
    }
}
