package sse.api.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** What is recorded for JDK Flight Recorder while something happens. */
public final class FlightRecording {
    private FlightRecording() {}

    /** Returns the events of a type, however short. */
    public static List<RecordedEvent> of(String type, Runnable action) throws IOException {
        Path file = Files.createTempFile("recording", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable(type).withThreshold(Duration.ZERO);
            recording.start();
            action.run();
            recording.stop();
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals(type))
                    .toList();
        } finally {
            Files.delete(file);
        }
    }
}
