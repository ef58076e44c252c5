/* A server that costs little, and clients that do nothing, for measuring what stands between.
 *
 *   answer serve ADDRESS PORT BYTES [FIELD]  answers each HTTP request (GET, keep-alive) with so many bytes; other bytes are ignored
 *   answer hold ADDRESS PORT COUNT FROM...   opens so many connections, spread over the local addresses, says "held", waits
 *   answer keep ADDRESS PORT COUNT FROM...   the same, with one request and its answer on each
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <netinet/tcp.h>
#include <unistd.h>

static void check(int result, const char *what) {
    if (result < 0) {
        perror(what);
        exit(70);
    }
}

static struct sockaddr_in address(const char *host, int port) {
    struct sockaddr_in it = {.sin_family = AF_INET, .sin_port = htons((unsigned short) port)};
    if (inet_pton(AF_INET, host, &it.sin_addr) != 1) {
        fprintf(stderr, "answer: not an address: %s\n", host);
        exit(64);
    }
    return it;
}

static void allow_many(void) {
    struct rlimit limit;
    check(getrlimit(RLIMIT_NOFILE, &limit), "getrlimit");
    limit.rlim_cur = limit.rlim_max;
    check(setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
}

static void watch(int epoll, int socket) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = socket};
    check(epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event), "epoll_ctl");
}

static void greet(int epoll, int listener) {
    int on = 1, socket;
    while ((socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        watch(epoll, socket);
    }
}

/* A request of the load generator is smaller than a segment: the blank line at the end of what was read ends it. */
static void answer(int socket, const char *text, size_t length) {
    char request[4096];
    ssize_t got = read(socket, request, sizeof request);
    if (got <= 0) {
        if (got == 0 || errno != EAGAIN) close(socket);
    } else if (got >= 4 && memcmp(request + got - 4, "\r\n\r\n", 4) == 0) {
        if (write(socket, text, length) != (ssize_t) length) close(socket);
    }
}

static void serve(const char *host, int port, int bytes, const char *field) {
    struct sockaddr_in at = address(host, port);
    int epoll = epoll_create1(0), on = 1;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    char *text = malloc((size_t) bytes + strlen(field) + 200);
    size_t length = (size_t) sprintf(text, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n%s%s\r\n", bytes, field, *field ? "\r\n" : "");
    memset(text + length, 'x', (size_t) bytes);
    length += (size_t) bytes;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    check(bind(listener, (struct sockaddr *) &at, sizeof at), "bind");
    check(listen(listener, 4096), "listen");
    watch(epoll, listener);
    puts("listening");
    fflush(stdout);
    for (;;) {
        struct epoll_event events[256];
        int count = epoll_wait(epoll, events, 256, -1);
        for (int i = 0; i < count; i++) {
            if (events[i].data.fd == listener) greet(epoll, listener);
            else answer(events[i].data.fd, text, length);
        }
    }
}

static void ask(int it, const char *host) {
    char text[4096], *end = NULL;
    int length = snprintf(text, sizeof text, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", host);
    size_t had = 0, body = 0;
    check((int) write(it, text, (size_t) length), "write");
    do {
        ssize_t got = read(it, text + had, sizeof text - 1 - had);
        if (got <= 0) check(-1, "no answer");
        had += (size_t) got;
        text[had] = 0;
        end = strstr(text, "\r\n\r\n");
        char *said = strstr(text, "Content-Length: ");
        if (said) body = strtoul(said + 16, NULL, 10);
    } while (!end || had < (size_t) (end + 4 - text) + body);
}

static void hold(const char *host, int port, int count, char **from, int addresses, int asking) {
    struct sockaddr_in to = address(host, port);
    for (int i = 0; i < count; i++) {
        struct sockaddr_in local = address(from[i % addresses], 0);
        int it = socket(AF_INET, SOCK_STREAM, 0);
        check(it, "socket");
        check(bind(it, (struct sockaddr *) &local, sizeof local), "bind");
        check(connect(it, (struct sockaddr *) &to, sizeof to), "connect");
        if (asking) ask(it, host);
    }
    puts("held");
    fflush(stdout);
    pause();
}

int main(int argc, char **argv) {
    allow_many();
    const char *verb = argc > 1 ? argv[1] : "";
    if ((argc == 5 || argc == 6) && strcmp(verb, "serve") == 0) serve(argv[2], atoi(argv[3]), atoi(argv[4]), argc == 6 ? argv[5] : "");
    else if (argc >= 6 && strcmp(verb, "hold") == 0) hold(argv[2], atoi(argv[3]), atoi(argv[4]), argv + 5, argc - 5, 0);
    else if (argc >= 6 && strcmp(verb, "keep") == 0) hold(argv[2], atoi(argv[3]), atoi(argv[4]), argv + 5, argc - 5, 1);
    else fputs("usage: answer serve ADDRESS PORT BYTES [FIELD] | answer hold|keep ADDRESS PORT COUNT FROM...\n", stderr);
    return 64;
}
