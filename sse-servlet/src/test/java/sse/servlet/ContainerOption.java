package sse.servlet;

/** What a test needs of its container beyond the defaults. */
enum ContainerOption {
    /** HTTPS, with HTTP/2 by ALPN, in place of clear text. */
    TLS,

    /** Runs requests and callbacks on virtual threads, if the container offers that. */
    VIRTUAL_THREADS,

    /** Has {@code /error-page} as the error page of the status 404. */
    ERROR_PAGE,

    /** Compresses every response that the container is able to compress. */
    COMPRESSION
}
