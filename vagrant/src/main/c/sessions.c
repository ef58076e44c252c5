/* Long sessions every byte of which is checked, for measuring what happens to them. Knows nothing of what stands between.
 *
 *   sessions serve ADDRESS PORT
 *   sessions talk ADDRESS PORT COUNT FROM PER_SECOND BYTES   each session sends so many requests a second, whatever comes back
 *   sessions bulk ADDRESS PORT COUNT FROM BYTES              each session has sixteen requests under way, always
 *   sessions serve-directory ADDRESS PORT
 *   sessions search ADDRESS PORT COUNT FROM PER_SECOND       each session searches so often, in OpenNap (searches.h)
 *
 * A request and its answer are frames: length, session, number, checksum, then bytes made from the number. Both sides check that
 * numbers follow each other and that checksums are right. "talk" and "bulk" say "talking" when all sessions stand; on SIGUSR1 they
 * begin to measure (and say "marked"); on SIGUSR2 they print what was measured since; on SIGTERM they wait for what is outstanding,
 * print, and end. Lost sessions are made anew at once, and ask at once. "serve" prints the same of its side.
 *
 * A gap is the longest time between a request and its answer; of bulk, between two answers. Who lost its session is back with the first
 * answer on the new one; the time counts from its oldest request without an answer, or from the end of the session if it had none.
 * "last-end" and "last-back" are seconds since 1970.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "searches.h"

#define LARGEST 65536
#define WINDOW 16
#define MOST_UNDER_WAY 1024
#define OUT_ROOM (2 * WINDOW * (LARGEST + sizeof(struct header)))

struct header {
    uint32_t length, session;
    uint64_t number, sum;
};

struct session {
    int socket, index;
    uint64_t next_out, next_in;       /* numbers of frames */
    double sent_at[MOST_UNDER_WAY];   /* by number */
    double last_answer, gap, due;
    double away_since, away;          /* 0: it is not; 0: it never was */
    char *in, *out;
    size_t in_fill, out_fill, out_from;
    int watching_out, lost, stands;
};

static int epoll, door, bulk, nap, count, bytes, draining, serving, marked;
static double interval, last_end, last_back;
static uint64_t answers, total_bytes, corrupt, ended, turned_away;
static struct sockaddr_in peer, from;

static void check(int result, const char *what) {
    if (result < 0) {
        perror(what);
        exit(70);
    }
}

static double clock_time(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double now(void) {
    return clock_time(CLOCK_MONOTONIC);
}

static struct sockaddr_in address(const char *host, int port) {
    struct sockaddr_in it = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
    if (inet_pton(AF_INET, host, &it.sin_addr) != 1) {
        fprintf(stderr, "sessions: not an address: %s\n", host);
        exit(64);
    }
    return it;
}

static uint64_t mix(uint64_t x) {
    x ^= x >> 33;
    x *= 0xff51afd7ed558ccdULL;
    x ^= x >> 29;
    return x;
}

/* The bytes follow from session, number and direction; their sum is what the header says, and is computed anew by who receives. */
static void fill(char *data, size_t length, uint64_t seed) {
    size_t i;
    for (i = 0; i + 8 <= length; i += 8) {
        uint64_t word = mix(seed + i);
        memcpy(data + i, &word, 8);
    }
    for (; i < length; i++) data[i] = (char)(seed + i);
}

static uint64_t sum(const char *data, size_t length) {
    uint64_t all = 1469598103934665603ULL, word;
    size_t i;
    for (i = 0; i + 8 <= length; i += 8) {
        memcpy(&word, data + i, 8);
        all = (all ^ word) * 1099511628211ULL;
    }
    for (; i < length; i++) all = (all ^ (unsigned char)data[i]) * 1099511628211ULL;
    return all;
}

static void watch(struct session *s, int operation, int out) {
    struct epoll_event event = {.events = EPOLLIN | (out ? EPOLLOUT : 0), .data.ptr = s};
    check(epoll_ctl(epoll, operation, s->socket, &event), "epoll_ctl");
    s->watching_out = out;
}

static void connect_anew(struct session *s);

static void end(struct session *s) {
    close(s->socket);
    /* Who tries to come back may be turned away some times; when its session ended is told by the first time. */
    if (!s->lost) {
        ended++;
        last_end = clock_time(CLOCK_REALTIME);
    }
    if (serving) {
        free(s->in);
        free(s->out);
        free(s);
        return;
    }
    /* One that was away already has not been back. */
    if (s->away_since > 0) turned_away++;
    else s->away_since = s->next_in < s->next_out ? s->sent_at[s->next_in % MOST_UNDER_WAY] : now();
    s->lost = 1;
    s->stands = 0;
    if (!draining) {
        connect_anew(s);
    }
}

/* Returns whether the session is still there. */
static int flush(struct session *s) {
    while (s->out_from < s->out_fill) {
        ssize_t wrote = write(s->socket, s->out + s->out_from, s->out_fill - s->out_from);
        if (wrote < 0) {
            if (errno != EAGAIN) {
                end(s);
                return 0;
            }
            break;
        }
        s->out_from += (size_t)wrote;
    }
    if (s->out_from == s->out_fill) s->out_from = s->out_fill = 0;
    if (s->watching_out != (s->out_fill > 0)) watch(s, EPOLL_CTL_MOD, s->out_fill > 0);
    return 1;
}

/* Room for so many bytes more, or NULL. */
static char *room_for(struct session *s, size_t length) {
    if (s->out_fill + length > OUT_ROOM) {
        memmove(s->out, s->out + s->out_from, s->out_fill - s->out_from);
        s->out_fill -= s->out_from;
        s->out_from = 0;
        if (s->out_fill + length > OUT_ROOM) return NULL;
    }
    return s->out + s->out_fill;
}

static int send_frame(struct session *s, uint32_t session, uint64_t number, size_t length, uint64_t seed) {
    struct header header = {(uint32_t)length, session, number, 0};
    char *out = room_for(s, sizeof header + length);
    if (!out) return 0;
    fill(out + sizeof header, length, seed);
    header.sum = sum(out + sizeof header, length);
    memcpy(out, &header, sizeof header);
    s->out_fill += sizeof header + length;
    return 1;
}

static int send_search(struct session *s, uint64_t number) {
    char *out = room_for(s, NAP_LONGEST_ANSWER);
    if (!out) return 0;
    s->out_fill += nap_search(out, nap_song(s->index, number));
    return 1;
}

static void ask(struct session *s) {
    uint64_t number = s->next_out;
    if (number - s->next_in >= MOST_UNDER_WAY) return;
    if (nap ? !send_search(s, number) : !send_frame(s, (uint32_t)s->index, number, (size_t)bytes, mix(number * 7919 + (uint64_t)s->index))) return;
    s->sent_at[number % MOST_UNDER_WAY] = now();
    s->next_out++;
}

static void note_gap(struct session *s, double gap) {
    if (marked && gap > s->gap) s->gap = gap;
}

static void is_back(struct session *s, double time) {
    s->away = time - s->away_since;
    s->away_since = 0;
    last_back = clock_time(CLOCK_REALTIME);
}

static void answered(struct session *s, double time) {
    if (s->away_since > 0) is_back(s, time);
    note_gap(s, bulk ? time - s->last_answer : time - s->sent_at[s->next_in % MOST_UNDER_WAY]);
    s->last_answer = time;
    s->next_in++;
    answers++;
    if (bulk && !draining) ask(s);
}

static void frame(struct session *s, const struct header *header, const char *data, double time) {
    if (header->number != s->next_in || sum(data, header->length) != header->sum ||
        (!serving && header->session != (uint32_t)s->index)) {
        corrupt++;
    }
    total_bytes += header->length;
    if (serving) {
        s->next_in++;
        answers++;
        if (!send_frame(s, header->session, header->number, header->length, ~mix(header->number))) corrupt++;
    } else {
        answered(s, time);
    }
}

static void serve_message(struct session *s, const char *message) {
    unsigned type = nap_type(message), song = nap_song_of(message);
    char *out = room_for(s, NAP_LONGEST_ANSWER);
    if (!out || (type == NAP_SEARCH && song == NAP_SONGS)) {
        corrupt++;
    } else if (type == NAP_SEARCH) {
        answers++;
        s->out_fill += nap_answer(out, song);
    } else if (type == NAP_LOG_IN) {
        s->out_fill += nap_message(out, NAP_LOGGED_IN, "somebody@lab.example");
    }
}

static void check_answer(struct session *s, const char *answer, size_t length, double time) {
    char expected[NAP_LONGEST_ANSWER];
    if (nap_type(answer) == NAP_LOGGED_IN) return;
    if (s->next_in == s->next_out || nap_answer(expected, nap_song(s->index, s->next_in)) != length ||
        memcmp(expected, answer, length) != 0) {
        corrupt++;
    }
    total_bytes += length;
    answered(s, time);
}

/* These return how many bytes were taken: 0 if there is no whole one, more than there are if it is none. */
static size_t take_message(struct session *s, const char *in, size_t count, double time) {
    size_t whole = 0;
    if (!serving) {
        whole = nap_whole_answer(in, count);
        if (whole) check_answer(s, in, whole, time);
    } else if (count >= NAP_HEADER && count >= NAP_HEADER + nap_length(in)) {
        whole = NAP_HEADER + nap_length(in);
        serve_message(s, in);
    }
    return whole;
}

static size_t take_frame(struct session *s, const char *in, size_t count, double time) {
    struct header header;
    if (count < sizeof header) return 0;
    memcpy(&header, in, sizeof header);
    if (header.length > LARGEST) return count + 1;
    if (count - sizeof header < header.length) return 0;
    frame(s, &header, in + sizeof header, time);
    return sizeof header + header.length;
}

static void receive(struct session *s) {
    size_t at = 0, taken, room = 2 * (LARGEST + sizeof(struct header));
    /* A server that cannot get rid of its answers takes no more requests. */
    if (serving && s->out_fill - s->out_from > OUT_ROOM / 2) {
        flush(s);
        return;
    }
    ssize_t got = read(s->socket, s->in + s->in_fill, room - s->in_fill);
    if (got <= 0) {
        if (got == 0 || errno != EAGAIN) end(s);
        return;
    }
    double time = now();
    s->in_fill += (size_t)got;
    while ((taken = (nap ? take_message : take_frame)(s, s->in + at, s->in_fill - at, time)) > 0) {
        at += taken;
        if (at > s->in_fill) {
            corrupt++;
            end(s);
            return;
        }
    }
    memmove(s->in, s->in + at, s->in_fill - at);
    s->in_fill -= at;
    flush(s);
}

static struct session *make(int index) {
    struct session *s = calloc(1, sizeof *s);
    s->index = index;
    s->in = malloc(2 * (LARGEST + sizeof(struct header)));
    s->out = malloc(OUT_ROOM);
    return s;
}

static void no_delay(int socket) {
    int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static void greet(int listener) {
    int socket;
    while ((socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        struct session *s = make(0);
        no_delay(socket);
        s->socket = socket;
        watch(s, EPOLL_CTL_ADD, 0);
    }
}

static void connect_anew(struct session *s) {
    struct sockaddr_in any = from;
    s->socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    check(s->socket, "socket");
    check(bind(s->socket, (struct sockaddr *)&any, sizeof any), "bind");
    no_delay(s->socket);
    if (connect(s->socket, (struct sockaddr *)&peer, sizeof peer) < 0 && errno != EINPROGRESS) check(-1, "connect");
    s->next_in = s->next_out = 0;
    s->in_fill = s->out_fill = s->out_from = 0;
    s->last_answer = now();
    watch(s, EPOLL_CTL_ADD, 1);
}

static void established(struct session *s) {
    s->stands = 1;
    if (nap) s->out_fill += nap_log_in(s->out, s->index);
    if (bulk) {
        for (int i = 0; i < WINDOW; i++) ask(s);
    } else if (s->lost) {
        ask(s);
    }
}

static int by_value(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* "NAME-median X NAME-90 X NAME-max X", in ms. */
static void print_times(const char *name, double *seconds, int length) {
    qsort(seconds, (size_t)length, sizeof *seconds, by_value);
    printf(" %s-median %.1f %s-90 %.1f %s-max %.1f", name, length ? seconds[(length - 1) / 2] * 1e3 : 0, name,
           length ? seconds[(length - 1) * 9 / 10] * 1e3 : 0, name, length ? seconds[length - 1] * 1e3 : 0);
}

static void report(struct session **all) {
    double gaps[count > 0 ? count : 1], aways[count > 0 ? count : 1];
    int alive = 0, stuck = 0, back = 0;
    for (int i = 0; i < count; i++) {
        if (all[i]->stands && all[i]->next_in < all[i]->next_out) {
            double waits = now() - (bulk ? all[i]->last_answer : all[i]->sent_at[all[i]->next_in % MOST_UNDER_WAY]);
            note_gap(all[i], waits);
            if (waits > 5) stuck++;
        }
        gaps[i] = all[i]->gap;
        if (!all[i]->lost) alive++;
        if (all[i]->away > 0) aways[back++] = all[i]->away;
    }
    printf("alive %d corrupt %lu stuck %d", alive, corrupt, stuck);
    print_times("gap", gaps, count);
    printf(" answers %lu bytes %lu", answers, total_bytes);
    if (ended) printf(" ended %lu last-end %.4f turned-away %lu", ended, last_end, turned_away);
    if (back) {
        printf(" back %d", back);
        print_times("back", aways, back);
        printf(" last-back %.4f", last_back);
    }
    printf("\n");
    fflush(stdout);
}

static void mark(struct session **all) {
    marked = 1;
    ended = turned_away = 0;
    for (int i = 0; i < count; i++) {
        all[i]->gap = all[i]->away = 0;
        all[i]->lost = 0;
    }
    puts("marked");
    fflush(stdout);
}

/* Whether the program is to end. */
static int told(int signals, struct session **all) {
    struct signalfd_siginfo info;
    if (read(signals, &info, sizeof info) != sizeof info) return 0;
    if (info.ssi_signo == SIGUSR1) mark(all);
    if (info.ssi_signo == SIGUSR2) report(all);
    if (info.ssi_signo == SIGTERM) draining = 1;
    return serving && draining;
}

static int outstanding(struct session **all) {
    for (int i = 0; i < count; i++) {
        if (all[i]->stands && all[i]->next_in < all[i]->next_out) return 1;
    }
    return 0;
}

/* Sends what is due; returns milliseconds until the next. */
static int pace(struct session **all) {
    double time = now(), next = time + 0.1;
    if (bulk || draining) return 20;
    for (int i = 0; i < count; i++) {
        struct session *s = all[i];
        if (s->due <= time) {
            s->due += interval;
            if (s->due < time) s->due = time + interval;
            if (s->stands) {
                ask(s);
                flush(s);
            }
        }
        if (s->due < next) next = s->due;
    }
    int left = (int)((next - time) * 1e3);
    return left < 0 ? 0 : left > 100 ? 100 : left;
}

static void handle(struct session *s, uint32_t events) {
    if (!serving && !s->stands && (events & EPOLLOUT)) {
        int error = 0;
        socklen_t length = sizeof error;
        getsockopt(s->socket, SOL_SOCKET, SO_ERROR, &error, &length);
        if (error) {
            end(s);
            return;
        }
        established(s);
    }
    if (events & EPOLLOUT) {
        if (!flush(s)) return;
    }
    if (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) receive(s);
}

static void work(int signals, struct session **all) {
    struct epoll_event events[256];
    double since = 0;
    int announced = serving;
    for (;;) {
        int ready = epoll_wait(epoll, events, 256, pace(all));
        for (int i = 0; i < ready; i++) {
            if (events[i].data.ptr == &door) {
                greet(door);
            } else if (events[i].data.ptr == &epoll) {
                if (told(signals, all)) return;
            } else {
                handle(events[i].data.ptr, events[i].events);
            }
        }
        if (!announced) {
            int standing = 0;
            for (int i = 0; i < count; i++) standing += all[i]->stands;
            if ((announced = standing == count)) {
                puts("talking");
                fflush(stdout);
            }
        }
        if (draining && since == 0) since = now();
        if (draining && (!outstanding(all) || now() - since > 6)) return;
    }
}

static void listen_at(struct sockaddr_in at) {
    int on = 1;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &door};
    door = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    check(door, "socket");
    setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    check(bind(door, (struct sockaddr *)&at, sizeof at), "bind");
    check(listen(door, 4096), "listen");
    check(epoll_ctl(epoll, EPOLL_CTL_ADD, door, &event), "epoll_ctl");
    puts("listening");
    fflush(stdout);
}

static int signal_descriptor(void) {
    sigset_t wanted;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &epoll};
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGUSR1);
    sigaddset(&wanted, SIGUSR2);
    sigaddset(&wanted, SIGTERM);
    sigprocmask(SIG_BLOCK, &wanted, NULL);
    int descriptor = signalfd(-1, &wanted, SFD_NONBLOCK);
    check(descriptor, "signalfd");
    check(epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event), "epoll_ctl");
    signal(SIGPIPE, SIG_IGN);
    return descriptor;
}

static void usage(void) {
    fputs("usage: sessions serve ADDRESS PORT\n"
          "       sessions talk ADDRESS PORT COUNT FROM PER_SECOND BYTES\n"
          "       sessions bulk ADDRESS PORT COUNT FROM BYTES\n"
          "       sessions serve-directory ADDRESS PORT\n"
          "       sessions search ADDRESS PORT COUNT FROM PER_SECOND\n", stderr);
    exit(64);
}

static void allow_many(void) {
    struct rlimit limit;
    check(getrlimit(RLIMIT_NOFILE, &limit), "getrlimit");
    limit.rlim_cur = limit.rlim_max;
    check(setrlimit(RLIMIT_NOFILE, &limit), "setrlimit");
}

int main(int argc, char **argv) {
    struct session **all = NULL;
    if (argc < 4) usage();
    bulk = strcmp(argv[1], "bulk") == 0;
    nap = strcmp(argv[1], "search") == 0 || strcmp(argv[1], "serve-directory") == 0;
    serving = strncmp(argv[1], "serve", 5) == 0;
    if (argc != (serving ? 4 : bulk || nap ? 7 : 8)) usage();
    if (!nap && !bulk && strcmp(argv[1], "serve") != 0 && strcmp(argv[1], "talk") != 0) usage();
    allow_many();
    epoll = epoll_create1(0);
    int signals = signal_descriptor();
    peer = address(argv[2], atoi(argv[3]));
    if (serving) {
        listen_at(peer);
    } else {
        count = atoi(argv[4]);
        from = address(argv[5], 0);
        interval = bulk ? 0 : 1 / atof(argv[6]);
        bytes = nap ? 1 : atoi(argv[bulk ? 6 : 7]);
        if (count < 1 || bytes < 1 || bytes > LARGEST) usage();
        all = calloc((size_t)count, sizeof *all);
        for (int i = 0; i < count; i++) {
            all[i] = make(i);
            all[i]->due = now() + interval * i / count;
            connect_anew(all[i]);
        }
    }
    work(signals, all);
    report(all);
    return 0;
}
