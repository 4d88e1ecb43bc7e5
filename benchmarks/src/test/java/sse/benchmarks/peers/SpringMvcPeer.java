package sse.benchmarks.peers;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@RestController
class SpringMvcPeer {
    private final List<SseEmitter> emitters = new CopyOnWriteArrayList<>();

    @GetMapping("/news")
    SseEmitter news() {
        SseEmitter emitter = new SseEmitter(0L); // no timeout
        emitters.add(emitter);
        emitter.onCompletion(() -> emitters.remove(emitter));
        emitter.onTimeout(emitter::complete);
        emitter.onError(failure -> emitters.remove(emitter));
        return emitter;
    }

    @PostMapping("/news")
    void publish(@RequestBody String text) {
        for (SseEmitter emitter : emitters) {
            try {
                emitter.send(SseEmitter.event().name("news").data(text));
            } catch (IOException | IllegalStateException gone) {
                emitters.remove(emitter);
            }
        }
    }
}
