/*
 * Sends the frames of a capture again and again at a given rate, as fast as the machine can: two processes, each whole batches
 * by sendmmsg on a packet socket of its own, past the queueing discipline. One alone is slower than what it is to bring to its
 * limit.
 *
 *   blast IFACE FILE RATE SECONDS [PORT]
 *
 * RATE is frames per second, 0 for as many as go. With PORT both TCP ports become PORT: traffic that nobody asked for. Each
 * round through the file, of either process, moves the clients to another network (the second byte of the 10.2.x.y addresses),
 * so that no round repeats the connections of the one before. Prints frames sent and the rate reached.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <pcap/pcap.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    SENDERS = 2,
    BATCH = 64,
    MOST_FRAMES = 200000,
    LONGEST_FRAME = 1514,
    IP_AT = 14,
    SOURCE_AT = 26,
    DESTINATION_AT = 30,
    PORTS_AT = 34,
    CLIENT_NETWORK = 2,
    NETWORKS = 200
};

/* What the senders and their parent tell each other. */
struct meeting {
    int ready;
    double start;
    long sent[SENDERS];
};

static struct iovec frames[MOST_FRAMES];
static int frame_count;

static void fail(const char *what, const char *why)
{
    fprintf(stderr, "blast: %s: %s\n", what, why);
    exit(70);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void keep(const u_char *data, unsigned length, int port)
{
    u_char *copy = malloc(length);
    if (copy == NULL)
        fail("memory", strerror(errno));
    memcpy(copy, data, length);
    if (port != 0) {
        uint16_t number = htons((uint16_t)port);
        memcpy(copy + PORTS_AT, &number, sizeof number);
        memcpy(copy + PORTS_AT + 2, &number, sizeof number);
    }
    frames[frame_count].iov_base = copy;
    frames[frame_count++].iov_len = length;
}

/* Super-packets stay out: they are longer than the interface sends. */
static void load(const char *name, int port)
{
    char error[PCAP_ERRBUF_SIZE];
    pcap_t *handle = pcap_open_offline(name, error);
    struct pcap_pkthdr *header;
    const u_char *data;

    if (handle == NULL)
        fail(name, error);
    while (frame_count < MOST_FRAMES && pcap_next_ex(handle, &header, &data) == 1)
        if (header->caplen <= LONGEST_FRAME && header->caplen >= PORTS_AT + 20)
            keep(data, header->caplen, port);
    pcap_close(handle);
    if (frame_count < BATCH)
        fail(name, "too few frames");
}

static int open_interface(const char *name)
{
    int on = 1;
    int descriptor = socket(AF_PACKET, SOCK_RAW, 0);
    struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_ifindex = (int)if_nametoindex(name)};

    if (descriptor < 0 || bind(descriptor, (struct sockaddr *)&address, sizeof address) < 0)
        fail(name, strerror(errno));
    setsockopt(descriptor, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof on);
    return descriptor;
}

/* Moves the client of a frame to the network of this round. */
static void renumber(u_char *frame, long round)
{
    u_char network = (u_char)(CLIENT_NETWORK + round % NETWORKS);
    int at = frame[SOURCE_AT + 1] == 1 ? DESTINATION_AT : SOURCE_AT;
    frame[at + 1] = network;
}

static int prepare(struct mmsghdr *messages, int first, long round)
{
    int count = frame_count - first < BATCH ? frame_count - first : BATCH;
    for (int i = 0; i < count; i++) {
        renumber(frames[first + i].iov_base, round);
        messages[i].msg_hdr.msg_iov = &frames[first + i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    return count;
}

static void send_all(int descriptor, struct mmsghdr *messages, int count)
{
    for (int done = 0; done < count;) {
        int sent = sendmmsg(descriptor, messages + done, (unsigned)(count - done), 0);
        if (sent < 0 && errno != ENOBUFS && errno != EINTR && errno != EAGAIN)
            fail("send", strerror(errno));
        done += sent < 0 ? 0 : sent;
    }
}

/* A batch leaves when its time has come; until then the core is given away, to the receiver before anybody. */
static void await(double due)
{
    for (double left = due - now(); left > 0; left = due - now())
        if (left > 200e-6)
            usleep((useconds_t)(left * 1e6) - 100);
        else
            sched_yield();
}

/* Sends for so many seconds from a moment on; which of the senders it is decides the networks. The answer is frames sent. */
static long blast(int descriptor, int sender, double rate, double start, double seconds)
{
    struct mmsghdr messages[BATCH];
    memset(messages, 0, sizeof messages);
    long sent = 0;
    long round = sender;
    int next = 0;

    await(start);
    while (now() - start < seconds) {
        int count = prepare(messages, next, round);
        if (rate > 0)
            await(start + (double)sent / rate);
        send_all(descriptor, messages, count);
        sent += count;
        next += count;
        if (next == frame_count) {
            next = 0;
            round += SENDERS;
        }
    }
    return sent;
}

/* After a fork each has frames of its own; written once before the start, because the first write to a page copies it. */
static void own_frames(int sender)
{
    for (int i = 0; i < frame_count; i++)
        renumber(frames[i].iov_base, sender);
}

int main(int argc, char **argv)
{
    if (argc < 5)
        fail("usage", "blast IFACE FILE RATE SECONDS [PORT]");
    load(argv[2], argc > 5 ? atoi(argv[5]) : 0);
    double rate = atof(argv[3]) / SENDERS;
    double seconds = atof(argv[4]);
    volatile struct meeting *meeting =
        mmap(NULL, sizeof *meeting, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (meeting == MAP_FAILED)
        fail("memory", strerror(errno));

    for (int i = 0; i < SENDERS; i++)
        if (fork() == 0) {
            int descriptor = open_interface(argv[1]);
            own_frames(i);
            __atomic_add_fetch(&meeting->ready, 1, __ATOMIC_SEQ_CST);
            while (meeting->start == 0)
                usleep(1000);
            meeting->sent[i] = blast(descriptor, i, rate, meeting->start, seconds);
            _exit(0);
        }
    while (meeting->ready < SENDERS && waitpid(-1, NULL, WNOHANG) == 0)
        usleep(1000);
    double start = now() + 0.01;
    meeting->start = start;
    long all = 0;
    for (int i = 0; i < SENDERS; i++) {
        int status = 0;
        if (wait(&status) < 0 || status != 0)
            fail("sender", "has failed");
    }
    double took = now() - start;
    for (int i = 0; i < SENDERS; i++)
        all += meeting->sent[i];
    printf("%ld frames, %.0f per second\n", all, (double)all / took);
    return 0;
}
