package sse.conformance;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A decoder for well-formed streams, read at their end, with faults that tests choose. */
final class LineDecoder implements StreamDecoder {
    /** What it does wrong. */
    enum Fault {
        NONE,
        TRIMS_SPACES,
        KEEPS_TYPE,
        DELIVERS_INCOMPLETE,
        DECODES_CHUNKS,
        THROWS
    }

    private final Fault fault;

    LineDecoder(Fault fault) {
        this.fault = fault;
    }

    @Override
    public void decode(List<byte[]> chunks, StreamListener listener) {
        if (fault == Fault.THROWS) {
            throw new IllegalStateException("decoder");
        }
        String text = text(chunks);
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        Block block = new Block(listener);
        String[] lines = text.split("\r\n|\n|\r", -1);
        for (int i = 0; i < lines.length - 1; i++) {
            block.line(lines[i]);
        }
        if (fault == Fault.DELIVERS_INCOMPLETE) {
            block.line("");
        }
        listener.lastEventId(block.lastEventId);
    }

    private String text(List<byte[]> chunks) {
        if (fault == Fault.DECODES_CHUNKS) {
            return String.join(
                    "",
                    chunks.stream()
                            .map(chunk -> new String(chunk, StandardCharsets.UTF_8))
                            .toList());
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        chunks.forEach(all::writeBytes);
        return all.toString(StandardCharsets.UTF_8);
    }

    private final class Block {
        private final StreamListener listener;
        private String lastEventId = "";
        private String id = "";
        private String type = "";
        private StringBuilder data = new StringBuilder();

        Block(StreamListener listener) {
            this.listener = listener;
        }

        void line(String line) {
            if (line.isEmpty()) {
                end();
                return;
            }
            int colon = line.indexOf(':');
            String name = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = fault == Fault.TRIMS_SPACES ? value.strip() : value.replaceFirst("^ ", "");
            field(name, value);
        }

        private void field(String name, String value) {
            switch (name) {
                case "" -> listener.comment(value);
                case "event" -> type = value;
                case "data" -> data.append(value).append('\n');
                case "id" -> id = value.indexOf('\0') < 0 ? value : id;
                case "retry" -> {
                    if (value.matches("[0-9]+")) {
                        listener.retry(new BigInteger(value)
                                .min(BigInteger.valueOf(Long.MAX_VALUE))
                                .longValue());
                    }
                }
                default -> {}
            }
        }

        private void end() {
            lastEventId = id;
            if (data.length() > 0) {
                listener.event(type.isEmpty() ? "message" : type, data.substring(0, data.length() - 1), id);
            }
            data = new StringBuilder();
            if (fault != Fault.KEEPS_TYPE) {
                type = "";
            }
        }
    }
}
