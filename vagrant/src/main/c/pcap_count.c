/*
 * The plainest reader there is with libpcap, as the yardstick: a pcap_next_ex loop that counts.
 *
 *   pcap_count FILE                      prints packets and bytes
 *   pcap_count -i IFACE BUFFER FILTER    counts what passes, with a kernel buffer of BUFFER bytes; prints "capturing", then
 *                                        every 0.2 s a line "packets drops", until TERM
 */
#include <pcap/pcap.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SNAP_LENGTH = 262144, REPORT_MILLIS = 200 };

static volatile sig_atomic_t stopped;

static void stop(int signal_number)
{
    (void)signal_number;
    stopped = 1;
}

static void fail(const char *what, const char *why)
{
    fprintf(stderr, "pcap_count: %s: %s\n", what, why);
    exit(70);
}

static long now_millis(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void count_file(const char *name)
{
    char error[PCAP_ERRBUF_SIZE];
    pcap_t *handle = pcap_open_offline(name, error);
    struct pcap_pkthdr *header;
    const u_char *data;
    unsigned long packets = 0;
    unsigned long bytes = 0;

    if (handle == NULL)
        fail(name, error);
    while (pcap_next_ex(handle, &header, &data) == 1) {
        packets++;
        bytes += header->caplen;
    }
    printf("%lu packets, %lu bytes\n", packets, bytes);
    pcap_close(handle);
}

static pcap_t *open_live(const char *interface, int buffer_bytes, const char *filter)
{
    char error[PCAP_ERRBUF_SIZE];
    struct bpf_program program;
    pcap_t *handle = pcap_create(interface, error);

    if (handle == NULL)
        fail(interface, error);
    pcap_set_snaplen(handle, SNAP_LENGTH);
    pcap_set_buffer_size(handle, buffer_bytes);
    pcap_set_timeout(handle, 10);
    if (pcap_activate(handle) < 0 || pcap_setnonblock(handle, 1, error) < 0)
        fail(interface, pcap_geterr(handle));
    if (pcap_compile(handle, &program, filter, 1, PCAP_NETMASK_UNKNOWN) < 0 || pcap_setfilter(handle, &program) < 0)
        fail(filter, pcap_geterr(handle));
    return handle;
}

static void report(pcap_t *handle, unsigned long packets)
{
    struct pcap_stat statistics;
    if (pcap_stats(handle, &statistics) < 0)
        fail("statistics", pcap_geterr(handle));
    printf("%lu %u\n", packets, statistics.ps_drop);
    fflush(stdout);
}

static void count_live(const char *interface, int buffer_bytes, const char *filter)
{
    pcap_t *handle = open_live(interface, buffer_bytes, filter);
    struct pcap_pkthdr *header;
    const u_char *data;
    /* Blocking reads need not return while nothing comes (TPACKET_V3), and the report would be late. */
    struct pollfd more = {.fd = pcap_get_selectable_fd(handle), .events = POLLIN};
    unsigned long packets = 0;
    long due = now_millis();

    printf("capturing\n");
    fflush(stdout);
    while (!stopped) {
        int got = pcap_next_ex(handle, &header, &data);
        if (got == 1)
            packets++;
        else if (got == 0)
            poll(&more, 1, REPORT_MILLIS / 2);
        else
            fail(interface, pcap_geterr(handle));
        /* The clock is asked once in 1024 packets: it must not be what is measured. */
        if ((got == 0 || packets % 1024 == 0) && now_millis() >= due) {
            report(handle, packets);
            due = now_millis() + REPORT_MILLIS;
        }
    }
    report(handle, packets);
    pcap_close(handle);
}

int main(int argc, char **argv)
{
    signal(SIGTERM, stop);
    if (argc == 2)
        count_file(argv[1]);
    else if (argc == 5 && strcmp(argv[1], "-i") == 0)
        count_live(argv[2], atoi(argv[3]), argv[4]);
    else
        fail("usage", "pcap_count FILE | pcap_count -i IFACE BUFFER FILTER");
    return 0;
}
