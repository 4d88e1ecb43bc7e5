package sse.servlet;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import sse.api.SseService;
import sse.api.spi.MountedService;

/** A service in a container, with its source of exchanges. */
record RunningService(MountedService service, ServletMount mount) {
    /** Mounts a service. */
    static RunningService start(SseService service, Container container) {
        AtomicReference<ServletMount> started = new AtomicReference<>();
        MountedService mounted = service.mount(context -> {
            ServletMount mount = new ServletMount(context, container);
            started.set(mount);
            return mount;
        });
        RunningService running = new RunningService(mounted, Objects.requireNonNull(started.get()));
        running.mount().onContainerStop(mounted::close);
        return running;
    }
}
