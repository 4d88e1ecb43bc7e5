module my.app {
    requires sse.api;
}
