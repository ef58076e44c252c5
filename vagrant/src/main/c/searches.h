/* What sessions.c says in OpenNap: a log-in, and searches whose answers follow from their text alone, so that every byte of an answer
 * is known, whoever gives it.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define NAP_HEADER 4
#define NAP_LOG_IN 2
#define NAP_LOGGED_IN 3
#define NAP_SEARCH 200
#define NAP_RESULT 201
#define NAP_END 202
#define NAP_SONGS 64
#define NAP_RESULTS 3
#define NAP_LONGEST_ANSWER 1024

static size_t nap_message(char *out, unsigned type, const char *text) {
    size_t length = strlen(text);
    out[0] = (char)length;
    out[1] = (char)(length >> 8);
    out[2] = (char)type;
    out[3] = (char)(type >> 8);
    memcpy(out + NAP_HEADER, text, length);
    return NAP_HEADER + length;
}

static unsigned nap_length(const char *message) {
    return (unsigned char)message[0] | (unsigned)(unsigned char)message[1] << 8;
}

static unsigned nap_type(const char *message) {
    return (unsigned char)message[2] | (unsigned)(unsigned char)message[3] << 8;
}

static size_t nap_log_in(char *out, int index) {
    char text[80];
    snprintf(text, sizeof text, "user%d pw 6699 \"lab 3.0\" 5", index);
    return nap_message(out, NAP_LOG_IN, text);
}

static unsigned nap_song(int index, uint64_t number) {
    return (unsigned)((number * 7 + (uint64_t)index) % NAP_SONGS);
}

static size_t nap_search(char *out, unsigned song) {
    char text[80];
    snprintf(text, sizeof text, "FILENAME CONTAINS \"song%u\" MAX_RESULTS 100", song);
    return nap_message(out, NAP_SEARCH, text);
}

static unsigned nap_song_of(const char *search) {
    char text[80];
    unsigned length = nap_length(search), song = NAP_SONGS;
    if (length >= sizeof text) return song;
    memcpy(text, search + NAP_HEADER, length);
    text[length] = 0;
    if (sscanf(text, "FILENAME CONTAINS \"song%u\"", &song) != 1) return NAP_SONGS;
    return song;
}

/* All results and their end. */
static size_t nap_answer(char *out, unsigned song) {
    size_t at = 0;
    for (unsigned i = 0; i < NAP_RESULTS; i++) {
        char text[200];
        snprintf(text, sizeof text, "\"C:\\music\\song%u part%u.mp3\" %032u %u 128 44100 240 sharer%u 1694585098 5", song, i,
                 song * NAP_RESULTS + i, 4000 + song, i);
        at += nap_message(out + at, NAP_RESULT, text);
    }
    return at + nap_message(out + at, NAP_END, "");
}

/* How many bytes a whole answer at the beginning of these takes; 0 if it is not whole. */
static size_t nap_whole_answer(const char *in, size_t count) {
    for (size_t at = 0; count - at >= NAP_HEADER;) {
        size_t message = NAP_HEADER + nap_length(in + at);
        if (count - at < message) return 0;
        unsigned type = nap_type(in + at);
        at += message;
        if (type != NAP_RESULT) return at;
    }
    return 0;
}
