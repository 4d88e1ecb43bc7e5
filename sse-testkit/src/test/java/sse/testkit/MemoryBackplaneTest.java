package sse.testkit;

import sse.api.spi.history.Backplane;

class MemoryBackplaneTest extends BackplaneContract {
    @Override
    protected BackplaneFixture fixture() {
        return new MemoryBackplaneFixture();
    }

    private static final class MemoryBackplaneFixture implements BackplaneFixture {
        private final MemoryBroker broker = MemoryBroker.create();

        @Override
        public Backplane connect() {
            return broker.connect();
        }

        @Override
        public void loseNextRequest() {
            broker.loseNextRequest();
        }

        @Override
        public void loseNextAnswer() {
            broker.loseNextAnswer();
        }

        @Override
        public void holdDelivery(Backplane backplane) {
            ((MemoryBackplane) backplane).pause();
        }

        @Override
        public void resumeDelivery(Backplane backplane) {
            ((MemoryBackplane) backplane).resume();
        }

        @Override
        public void cutPath(Backplane backplane) {
            ((MemoryBackplane) backplane).cut();
        }

        @Override
        public void mendPath(Backplane backplane) {
            ((MemoryBackplane) backplane).mend();
        }

        @Override
        public void stopBroker() {
            broker.stop();
        }

        @Override
        public void startBroker() {
            broker.start();
        }

        @Override
        public void trim(int retained) {
            broker.retain(retained);
        }

        @Override
        public void failOver(int lost) {
            broker.failOver(lost);
        }

        @Override
        public void empty() {
            broker.empty();
        }

        @Override
        public int followers() {
            return broker.followers();
        }
    }
}
