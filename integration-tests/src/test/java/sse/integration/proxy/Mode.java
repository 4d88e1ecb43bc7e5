package sse.integration.proxy;

/** What is changed in a configuration of the guide, beside ports and the file of the certificate. */
enum Mode {
    /** Nothing: TLS and HTTP/2 where it is printed. */
    AS_PRINTED,

    /** As the guide says of a proxy without TLS. */
    CLEARTEXT,

    /** Cleartext, and every timeout that could end a stream is a second. */
    IMPATIENT
}
