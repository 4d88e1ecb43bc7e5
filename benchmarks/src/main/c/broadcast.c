/*
 * The least that broadcasting costs on this machine: a server for event streams in C, with one thread and epoll, and no more HTTP than the subscribers of the load
 * benchmark need. It speaks the line protocol of ServerMain.
 *
 *   broadcast              one write for each event and subscriber
 *   broadcast --coalesce   one write for each subscriber and round of the loop, of all events that were published since
 *
 * Events also come as pipelined POSTs. With --coalesce the events of one read of a connection are one write for each subscriber, else they are one write each. The
 * responses to what was read at once are one write in both.
 *
 * Every subscriber has a position in a log of bytes, as in the library it is compared with. Errors end the process.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define LOG_BYTES (1 << 24)
#define MOST_EVENTS (1 << 18)
#define MOST_FDS 20000
#define MIN_PAYLOAD 36
#define SEQUENCE_DIGITS 16
#define INPUT_BYTES (1 << 16)
#define ACCEPTED "HTTP/1.1 204 No Content\r\n\r\n"

enum { FRESH = 1, OPEN, BLOCKED, POSTER };

struct client {
    int state;
    int slot;                       /* its place in subscribers */
    unsigned long long position;    /* in the log, only grows */
    unsigned long long event;       /* the next one */
    char *input;                    /* of a poster: what has been read of requests, ends with a zero */
    int input_bytes;
};

static struct client clients[MOST_FDS];
static int subscribers[MOST_FDS];
static int count;

static char *log_bytes;
static unsigned long long log_end, sent_end;
static unsigned long long event_end[MOST_EVENTS];
static unsigned long long published, completed;

static int coalesce, poll_fd, listener, control_listener, control = -1, timer;
static long long interval_nanos, due_nanos;
static int in_flight, payload_bytes;

static void die(const char *what) {
    perror(what);
    exit(1);
}

static long long now_nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void watch(int fd, int operation, unsigned events) {
    struct epoll_event event = {.events = events, .data.fd = fd};
    if (epoll_ctl(poll_fd, operation, fd, &event) < 0) die("epoll_ctl");
}

static int listen_on(unsigned address, int *port) {
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(address)};
    socklen_t length = sizeof name;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *) &name, length) < 0 || listen(fd, 1024) < 0) die("listen");
    getsockname(fd, (struct sockaddr *) &name, &length);
    *port = ntohs(name.sin_port);
    watch(fd, EPOLL_CTL_ADD, EPOLLIN);
    return fd;
}

static void leave(int fd) {
    if (clients[fd].state == OPEN || clients[fd].state == BLOCKED) {
        int last = subscribers[--count];
        subscribers[clients[fd].slot] = last;
        clients[last].slot = clients[fd].slot;
    }
    free(clients[fd].input);
    clients[fd] = (struct client) {0};
    close(fd);
}

/* The ring of the log twice in a row, so that whatever begins in the first is in one piece. */
static void map_log(void) {
    int fd = memfd_create("log", 0);
    if (fd < 0 || ftruncate(fd, LOG_BYTES) < 0) die("memfd");
    log_bytes = mmap(NULL, 2 * LOG_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (int i = 0; i < 2; i++) {
        void *at = log_bytes + i * LOG_BYTES;
        if (mmap(at, LOG_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0) != at) die("mmap");
    }
}

static void publish(long long nanos) {
    char *frame = log_bytes + log_end % LOG_BYTES;
    int padding = payload_bytes - MIN_PAYLOAD;
    published++;
    int head = sprintf(frame, "id: %llu\ndata: %016llu %019lld", published, published, nanos);
    memset(frame + head, 'x', padding);
    memcpy(frame + head + padding, "\n\n", 2);
    log_end += head + padding + 2;
    event_end[published % MOST_EVENTS] = log_end;
}

/* Publishes what was posted, with the next number in place of the first digits. */
static void publish_post(const char *data, int length) {
    char *frame = log_bytes + log_end % LOG_BYTES;
    char digits[SEQUENCE_DIGITS + 1];
    published++;
    sprintf(digits, "%016llu", published);
    int head = sprintf(frame, "id: %llu\ndata: ", published);
    memcpy(frame + head, data, length);
    memcpy(frame + head, digits, SEQUENCE_DIGITS);
    memcpy(frame + head + length, "\n\n", 2);
    log_end += head + length + 2;
    event_end[published % MOST_EVENTS] = log_end;
}

/* Sends what a subscriber has not got, in one write or in one for each event. */
static void pump(int fd) {
    struct client *client = &clients[fd];
    while (client->position < log_end) {
        unsigned long long end = coalesce ? log_end : event_end[client->event % MOST_EVENTS];
        ssize_t sent = write(fd, log_bytes + client->position % LOG_BYTES, end - client->position);
        if (sent < 0 && errno == EAGAIN) sent = 0;
        if (sent < 0 || log_end - client->position > LOG_BYTES) {
            leave(fd);
            return;
        }
        client->position += sent;
        if (client->position < end) {
            if (client->state != BLOCKED) watch(fd, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
            client->state = BLOCKED;
            return;
        }
        client->event++;
    }
    if (client->state == BLOCKED) watch(fd, EPOLL_CTL_MOD, EPOLLIN);
    client->state = OPEN;
}

static void pump_all(void) {
    for (int i = count - 1; i >= 0; i--) {
        if (clients[subscribers[i]].state == OPEN) pump(subscribers[i]);
    }
}

static void accept_all(void) {
    int fd, yes = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        if (fd >= MOST_FDS) die("too many connections");
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        clients[fd].state = FRESH;
        watch(fd, EPOLL_CTL_ADD, EPOLLIN);
    }
}

/* Publishes the posts that are complete, answers them, and keeps the rest. */
static void read_posts(int fd, const char *bytes, int length) {
    static char answers[INPUT_BYTES];
    struct client *client = &clients[fd];
    char *at = client->input;
    int answer_bytes = 0;
    if (client->input_bytes + length >= 2 * INPUT_BYTES) die("too long a request");
    memcpy(client->input + client->input_bytes, bytes, length);
    client->input_bytes += length;
    char *end = client->input + client->input_bytes;
    *end = 0;
    for (;;) {
        char *body = strstr(at, "\r\n\r\n");
        char *field = strstr(at, "Content-Length: ");
        if (!body || !field || field > body) break;
        int body_bytes = atoi(field + strlen("Content-Length: "));
        body += 4;
        if (body_bytes < MIN_PAYLOAD) die("too short a post");
        if (end - body < body_bytes) break;
        publish_post(body, body_bytes);
        memcpy(answers + answer_bytes, ACCEPTED, strlen(ACCEPTED));
        answer_bytes += strlen(ACCEPTED);
        at = body + body_bytes;
    }
    client->input_bytes = end - at;
    memmove(client->input, at, end - at);
    if (answer_bytes && write(fd, answers, answer_bytes) != answer_bytes) leave(fd);
    if (coalesce && answer_bytes) {
        pump_all();
        sent_end = log_end;
    }
}

/* Any other input of a fresh connection is taken for the request of a subscriber. */
static void read_client(int fd) {
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n\r\n:\n\n";
    static char bytes[INPUT_BYTES];
    ssize_t read_bytes = read(fd, bytes, sizeof bytes);
    if (read_bytes > 4 && clients[fd].state == FRESH && !memcmp(bytes, "POST", 4)) {
        clients[fd] = (struct client) {.state = POSTER, .input = malloc(2 * INPUT_BYTES)};
    }
    if (read_bytes == 0 || (read_bytes < 0 && errno != EAGAIN)) {
        leave(fd);
    } else if (read_bytes > 0 && clients[fd].state == POSTER) {
        read_posts(fd, bytes, read_bytes);
    } else if (clients[fd].state == FRESH) {
        if (write(fd, head, sizeof head - 1) != sizeof head - 1) {
            leave(fd);
            return;
        }
        clients[fd] = (struct client) {.state = OPEN, .slot = count, .position = log_end, .event = published + 1};
        subscribers[count++] = fd;
    }
}

/* Zero stops it. */
static void start_timer(long long nanos) {
    struct itimerspec times = {.it_interval = {nanos / 1000000000, nanos % 1000000000}, .it_value = {0, nanos ? 1 : 0}};
    interval_nanos = nanos;
    due_nanos = now_nanos();
    if (timerfd_settime(timer, 0, &times, NULL) < 0) die("timerfd_settime");
}

static void command(void) {
    static char line[256];
    double rate;
    if (!fgets(line, sizeof line, stdin) || !strncmp(line, "quit", 4)) exit(0);
    if (sscanf(line, "flood %d %d", &in_flight, &payload_bytes) == 2) {
        puts("ok");
    } else if (sscanf(line, "rate %lf %d", &rate, &payload_bytes) == 2) {
        start_timer(1e9 / rate);
        puts("ok");
    } else if (!strncmp(line, "stop", 4)) {
        in_flight = 0;
        start_timer(0);
        printf("published=%llu\n", published);
    } else if (!strncmp(line, "streams", 7)) {
        printf("streams=%d\n", count);
    } else {
        puts("heap=0");
    }
}

static void read_acks(void) {
    char bytes[4096];
    ssize_t acks = read(control, bytes, sizeof bytes);
    if (acks > 0) {
        completed += acks;
    } else if (acks == 0) {
        exit(0);
    }
}

static void read_timer(void) {
    unsigned long long ticks = 0;
    if (read(timer, &ticks, sizeof ticks) < 0) return;
    for (; ticks && interval_nanos; ticks--) {
        publish(due_nanos);
        due_nanos += interval_nanos;
    }
}

int main(int argc, char **argv) {
    struct epoll_event ready[256];
    struct rlimit files = {MOST_FDS, MOST_FDS};
    int port, control_port;
    coalesce = argc > 1 && !strcmp(argv[1], "--coalesce");
    setrlimit(RLIMIT_NOFILE, &files);
    signal(SIGPIPE, SIG_IGN);
    setvbuf(stdout, NULL, _IOLBF, 0);
    setvbuf(stdin, NULL, _IONBF, 0);
    poll_fd = epoll_create1(0);
    listener = listen_on(INADDR_ANY, &port);
    control_listener = listen_on(INADDR_LOOPBACK, &control_port);
    timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
    map_log();
    watch(timer, EPOLL_CTL_ADD, EPOLLIN);
    watch(0, EPOLL_CTL_ADD, EPOLLIN);
    printf("port=%d control=%d\n", port, control_port);
    for (;;) {
        int n = epoll_wait(poll_fd, ready, 256, -1);
        for (int i = 0; i < n; i++) {
            int fd = ready[i].data.fd;
            if (fd == 0) {
                command();
            } else if (fd == listener) {
                accept_all();
            } else if (fd == control_listener) {
                control = accept4(control_listener, NULL, NULL, SOCK_NONBLOCK);
                watch(control, EPOLL_CTL_ADD, EPOLLIN);
            } else if (fd == control) {
                read_acks();
            } else if (fd == timer) {
                read_timer();
            } else if (ready[i].events & EPOLLOUT && clients[fd].state == BLOCKED) {
                pump(fd);
            } else {
                read_client(fd);
            }
        }
        while (in_flight && published - completed < (unsigned) in_flight) publish(now_nanos());
        if (log_end > sent_end) pump_all();
        sent_end = log_end;
    }
}
