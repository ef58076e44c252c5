/* Starts a program and ends it when it falls silent, as systemd does with a service that has WatchdogSec:
 *
 *   guard MILLISECONDS CLEAN-UP PROGRAM ARGUMENT...
 *
 * The program finds a socket in NOTIFY_SOCKET and is to say WATCHDOG=1 there (sd_notify(3)); guarding begins with READY=1 and ends
 * with STOPPING=1. However the program ends, CLEAN-UP (a shell command) is run after it. SIGTERM and SIGINT are passed on. The exit
 * code is the program's, 128 + its signal if it was killed.
 */
#define _GNU_SOURCE
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* An abstract name: nothing is left in the file system, whatever happens. */
static int listen_to_program(void) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char name[32];
    int length = snprintf(name, sizeof name, "@guard-%d", getpid());
    memcpy(address.sun_path + 1, name + 1, length - 1);
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    socklen_t size = offsetof(struct sockaddr_un, sun_path) + length;
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) != 0) {
        perror("guard: socket");
        exit(71);
    }
    setenv("NOTIFY_SOCKET", name, 1);
    return fd;
}

/* Says when, in seconds since 1970: what happens then is to be compared with it. */
static void say_killed(long patience) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    fprintf(stderr, "guard: silent for %ld ms, killed at %.4f\n", patience, (double)time.tv_sec + (double)time.tv_nsec / 1e9);
}

static pid_t start(char **command, const sigset_t *before) {
    pid_t program = fork();
    if (program == 0) {
        sigprocmask(SIG_SETMASK, before, NULL);
        execvp(command[0], command);
        perror(command[0]);
        _exit(127);
    }
    return program;
}

/* What the program says, a line or more a datagram. */
static void hear(int fd, long *deadline, long patience) {
    char text[4096];
    ssize_t size = recv(fd, text, sizeof text - 1, 0);
    if (size < 0) return;
    text[size] = 0;
    if (strstr(text, "STOPPING=1")) *deadline = 0;
    else if (strstr(text, "READY=1") || (*deadline && strstr(text, "WATCHDOG=1"))) *deadline = now() + patience;
}

static int watch(pid_t program, int fd, int signals, long patience) {
    long deadline = 0;
    for (;;) {
        int status;
        if (waitpid(program, &status, WNOHANG) == program) return status;
        if (deadline && now() >= deadline) {
            say_killed(patience);
            kill(program, SIGKILL);
            waitpid(program, &status, 0);
            return status;
        }
        struct pollfd wait[] = {{fd, POLLIN, 0}, {signals, POLLIN, 0}};
        long left = deadline ? deadline - now() : 1000;
        poll(wait, 2, left < 0 ? 0 : left > 1000 ? 1000 : (int)left);
        if (wait[0].revents) hear(fd, &deadline, patience);
        struct signalfd_siginfo got;
        if (wait[1].revents && read(signals, &got, sizeof got) == sizeof got && got.ssi_signo != SIGCHLD)
            kill(program, (int)got.ssi_signo);
    }
}

int main(int count, char **words) {
    if (count < 4 || atol(words[1]) <= 0) {
        fprintf(stderr, "usage: guard MILLISECONDS CLEAN-UP PROGRAM ARGUMENT...\n");
        return 64;
    }
    long patience = atol(words[1]);
    char micros[32];
    snprintf(micros, sizeof micros, "%ld", patience * 1000);
    setenv("WATCHDOG_USEC", micros, 1);
    int fd = listen_to_program();
    sigset_t watched, before;
    sigemptyset(&watched);
    sigaddset(&watched, SIGTERM);
    sigaddset(&watched, SIGINT);
    sigaddset(&watched, SIGCHLD);
    sigprocmask(SIG_BLOCK, &watched, &before);
    int signals = signalfd(-1, &watched, SFD_CLOEXEC);
    int status = watch(start(words + 3, &before), fd, signals, patience);
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (system(words[2]) != 0) fprintf(stderr, "guard: the clean-up has failed: %s\n", words[2]);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
