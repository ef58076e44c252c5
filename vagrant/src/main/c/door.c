/*
 * Both sides of a redirect, as small as they can be: a service as the kernel's rules want it (a marked listener; server
 * connections from the client's own address and port), a server that says who it is and whom it sees, and a client that says who
 * answered, and when. IPv4.
 *
 *   door answer NAME PORT [MARK]     says "NAME CLIENT:PORT asked ADDRESS:PORT" to each client, then gives back what it gets
 *   door accept PORT [MARK]          takes connections and drops them, with nothing in between that could be measured
 *   door relay PORT [SHIFT]          passes each redirected client on to the server it asked for
 *   door ask ADDRESS PORT            prints the first line of the answer, then copies standard input to there and back
 *   door probe ADDRESS PORT MILLIS   asks again and again; prints for each "MICROSECONDS-SINCE-1970 ANSWER"
 *   door time ADDRESS PORT COUNT     prints the median nanoseconds of that many connects
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define ORIGINAL_DESTINATION 80
#define LISTENER 8u
#define RELAYED 3u

static void die(const char *what) {
    perror(what);
    exit(71);
}

static void set(int fd, int level, int option, int value) {
    if (setsockopt(fd, level, option, &value, sizeof value) != 0) {
        die("setsockopt");
    }
}

static struct sockaddr_in address_of(const char *text, const char *port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
    if (inet_pton(AF_INET, text, &address.sin_addr) != 1) {
        fprintf(stderr, "door: not an IPv4 address: %s\n", text);
        exit(64);
    }
    return address;
}

static const char *name_of(const struct sockaddr_in *address) {
    static char text[4][32];
    static int turn;
    char host[INET_ADDRSTRLEN];
    turn = (turn + 1) % 4;
    inet_ntop(AF_INET, &address->sin_addr, host, sizeof host);
    snprintf(text[turn], sizeof text[turn], "%s:%d", host, ntohs(address->sin_port));
    return text[turn];
}

static int listen_on(const char *port, unsigned mark) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port))};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    set(fd, SOL_SOCKET, SO_REUSEADDR, 1);
    if (mark != 0) {
        set(fd, SOL_SOCKET, SO_MARK, (int)mark);
    }
    if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 1024) != 0) {
        die("listen");
    }
    puts("listening");
    fflush(stdout);
    return fd;
}

/* What the client asked for: before the redirect where there was one. */
static struct sockaddr_in asked_of(int fd) {
    struct sockaddr_in asked;
    socklen_t length = sizeof asked;
    if (getsockopt(fd, SOL_IP, ORIGINAL_DESTINATION, &asked, &length) != 0) {
        length = sizeof asked;
        getsockname(fd, (struct sockaddr *)&asked, &length);
    }
    return asked;
}

static void send_all(int fd, const char *bytes, ssize_t count) {
    while (count > 0) {
        ssize_t sent = send(fd, bytes, (size_t)count, MSG_NOSIGNAL);
        if (sent <= 0) {
            exit(0);
        }
        bytes += sent;
        count -= sent;
    }
}

static void answer_client(int fd, const char *name, const struct sockaddr_in *client) {
    char line[256], bytes[65536];
    ssize_t count;
    struct sockaddr_in asked = asked_of(fd);
    int length = snprintf(line, sizeof line, "%s %s asked %s\n", name, name_of(client), name_of(&asked));
    send_all(fd, line, length);
    while ((count = read(fd, bytes, sizeof bytes)) > 0) {
        send_all(fd, bytes, count);
    }
}

static int connect_as(const struct sockaddr_in *client, const struct sockaddr_in *server, unsigned mark) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    set(fd, SOL_SOCKET, SO_REUSEADDR, 1);
    set(fd, SOL_IP, IP_TRANSPARENT, 1);
    set(fd, SOL_SOCKET, SO_MARK, (int)mark);
    if (bind(fd, (const struct sockaddr *)client, sizeof *client) != 0) {
        die("bind to the client's address and port");
    }
    if (connect(fd, (const struct sockaddr *)server, sizeof *server) != 0) {
        die("connect as the client");
    }
    return fd;
}

static void pump(int one, int other) {
    struct pollfd ends[2] = {{.fd = one, .events = POLLIN}, {.fd = other, .events = POLLIN}};
    char bytes[65536];
    int open = 2;
    while (open > 0 && poll(ends, 2, -1) > 0) {
        for (int i = 0; i < 2; i++) {
            int to = i == 0 ? other : one;
            if (ends[i].fd < 0 || ends[i].revents == 0) {
                continue;
            }
            ssize_t count = read(ends[i].fd, bytes, sizeof bytes);
            if (count > 0) {
                send_all(to, bytes, count);
            } else {
                shutdown(to, SHUT_WR);
                ends[i].fd = -1;
                open--;
            }
        }
    }
}

static void relay_client(int fd, const struct sockaddr_in *client, int shift) {
    struct sockaddr_in server = asked_of(fd);
    pump(fd, connect_as(client, &server, RELAYED << shift));
}

/* A process for each client, which ends with us. */
static void serve(int listener, const char *name, int shift) {
    signal(SIGCHLD, SIG_IGN);
    for (;;) {
        struct sockaddr_in client;
        socklen_t length = sizeof client;
        int fd = accept(listener, (struct sockaddr *)&client, &length);
        if (fd < 0) {
            continue;
        }
        if (fork() == 0) {
            close(listener);
            set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
            if (name != NULL) {
                answer_client(fd, name, &client);
            } else {
                relay_client(fd, &client, shift);
            }
            exit(0);
        }
        close(fd);
    }
}

static void ask(const struct sockaddr_in *server) {
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    char bytes[65536];
    ssize_t count;
    if (connect(fd, (const struct sockaddr *)server, sizeof *server) != 0) {
        die("connect");
    }
    struct pollfd ends[2] = {{.fd = 0, .events = POLLIN}, {.fd = fd, .events = POLLIN}};
    while (poll(ends, 2, -1) > 0) {
        if (ends[1].revents != 0) {
            if ((count = read(fd, bytes, sizeof bytes)) <= 0) {
                break;
            }
            fwrite(bytes, 1, (size_t)count, stdout);
            fflush(stdout);
        }
        if (ends[0].revents != 0) {
            if ((count = read(0, bytes, sizeof bytes)) > 0) {
                send_all(fd, bytes, count);
            } else {
                shutdown(fd, SHUT_WR);
                ends[0].fd = -1;
            }
        }
    }
}

static long long micros(void) {
    struct timeval now;
    gettimeofday(&now, NULL);
    return now.tv_sec * 1000000LL + now.tv_usec;
}

/* Reset at the end: a client that asks 500 times a second would fill its own ports with TIME_WAIT. */
static void reset(int fd) {
    struct linger now = {.l_onoff = 1, .l_linger = 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close(fd);
}

static void probe(const struct sockaddr_in *server, long millis) {
    long long end = micros() + millis * 1000;
    while (micros() < end) {
        char line[256] = "";
        struct timeval limit = {.tv_usec = 300000};
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        long long began = micros();
        if (connect(fd, (const struct sockaddr *)server, sizeof *server) != 0) {
            snprintf(line, sizeof line, "%s", errno == ECONNREFUSED ? "refused" : "silent");
        } else if (read(fd, line, sizeof line - 1) <= 0) {
            snprintf(line, sizeof line, "closed");
        }
        line[strcspn(line, "\n")] = 0;
        printf("%lld %s\n", began, line);
        fflush(stdout);
        reset(fd);
        usleep(2000);
    }
}

static void accept_and_drop(int listener) {
    for (;;) {
        int fd = accept(listener, NULL, NULL);
        if (fd >= 0) {
            close(fd);
        }
    }
}

static int by_size(const void *one, const void *other) {
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
    return a < b ? -1 : a > b;
}

static void measure(const struct sockaddr_in *server, int count) {
    int64_t *taken = calloc((size_t)count, sizeof *taken);
    for (int i = 0; i < count; i++) {
        struct timespec began, ended;
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        clock_gettime(CLOCK_MONOTONIC, &began);
        if (connect(fd, (const struct sockaddr *)server, sizeof *server) != 0) {
            die("connect");
        }
        clock_gettime(CLOCK_MONOTONIC, &ended);
        taken[i] = (ended.tv_sec - began.tv_sec) * 1000000000LL + ended.tv_nsec - began.tv_nsec;
        reset(fd);
    }
    qsort(taken, (size_t)count, sizeof *taken, by_size);
    printf("%lld\n", (long long)taken[count / 2]);
}

int main(int count, char **words) {
    if (count >= 4 && strcmp(words[1], "answer") == 0) {
        serve(listen_on(words[3], count > 4 ? (unsigned)strtoul(words[4], NULL, 0) : 0), words[2], 0);
    } else if (count >= 3 && strcmp(words[1], "accept") == 0) {
        accept_and_drop(listen_on(words[2], count > 3 ? (unsigned)strtoul(words[3], NULL, 0) : 0));
    } else if (count >= 3 && strcmp(words[1], "relay") == 0) {
        int shift = count > 3 ? atoi(words[3]) : 24;
        serve(listen_on(words[2], LISTENER << shift), NULL, shift);
    } else if (count >= 4) {
        struct sockaddr_in server = address_of(words[2], words[3]);
        if (strcmp(words[1], "ask") == 0) {
            ask(&server);
            return 0;
        } else if (count == 5 && strcmp(words[1], "probe") == 0) {
            probe(&server, atol(words[4]));
            return 0;
        } else if (count == 5 && strcmp(words[1], "time") == 0) {
            measure(&server, atoi(words[4]));
            return 0;
        }
    }
    fprintf(stderr, "usage: door answer NAME PORT [MARK] | accept PORT [MARK] | relay PORT [SHIFT] | ask ADDRESS PORT |"
                    " probe ADDRESS PORT MILLIS | time ADDRESS PORT COUNT\n");
    return 64;
}
