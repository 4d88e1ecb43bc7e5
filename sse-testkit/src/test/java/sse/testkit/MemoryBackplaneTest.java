package sse.testkit;

import sse.api.spi.history.Backplane;

class MemoryBackplaneTest extends BackplaneContract {
    @Override
    protected BackplaneFixture fixture() {
        return new MemoryBackplaneFixture();
    }

    static class MemoryBackplaneFixture implements BackplaneFixture {
        private final MemoryBroker broker = MemoryBroker.create();

        @Override
        public Backplane connect() {
            return broker.connect();
        }

        /** Returns the connection of a process. */
        MemoryBackplane memory(Backplane backplane) {
            return (MemoryBackplane) backplane;
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
            memory(backplane).pause();
        }

        @Override
        public void resumeDelivery(Backplane backplane) {
            memory(backplane).resume();
        }

        @Override
        public void cutWithin(Backplane backplane, int bytes) {
            memory(backplane).cutWithin(bytes);
        }

        @Override
        public void cutPath(Backplane backplane) {
            memory(backplane).cut();
        }

        @Override
        public void mendPath(Backplane backplane) {
            memory(backplane).mend();
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
