package org.activerouter.lab.directory;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.activerouter.lab.nap.MessageType;
import org.activerouter.lab.nap.NapMessage;

/** Who is online and can be told something; who is in which channel, and who waits for whom. Any thread. */
public final class Society {
    /** Someone who is online. */
    record Member(User user, Outbox outbox, long sinceNanos) {}

    private final Map<String, Member> members = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> channels = new TreeMap<>();
    private final Map<String, Set<String>> watchers = new TreeMap<>();

    void enter(Member member) {
        String nick = member.user().nick();
        members.put(nick, member);
        NapMessage sign =
                new NapMessage(MessageType.SIGNED_ON, nick + " " + member.user().linkType());
        watchersOf(nick).forEach(watcher -> tell(watcher, sign));
    }

    void leave(User user) {
        String nick = user.nick();
        channelsOf(nick).forEach(channel -> part(user, channel));
        synchronized (watchers) {
            watchers.values().forEach(each -> each.remove(nick));
            watchers.values().removeIf(Set::isEmpty);
        }
        members.remove(nick);
        watchersOf(nick).forEach(watcher -> tell(watcher, new NapMessage(MessageType.SIGNED_OFF, nick)));
    }

    Optional<Member> member(String nick) {
        return Optional.ofNullable(members.get(nick));
    }

    /** False when nobody of this nick is online. */
    boolean tell(String nick, NapMessage message) {
        Member member = members.get(nick);
        if (member != null) {
            member.outbox().deliver(message);
        }
        return member != null;
    }

    void watch(String watcher, String nick) {
        synchronized (watchers) {
            watchers.computeIfAbsent(nick, unused -> new TreeSet<>()).add(watcher);
        }
    }

    void unwatch(String watcher, String nick) {
        synchronized (watchers) {
            watchers.computeIfPresent(nick, (unused, set) -> set.remove(watcher) && set.isEmpty() ? null : set);
        }
    }

    private List<String> watchersOf(String nick) {
        synchronized (watchers) {
            return List.copyOf(watchers.getOrDefault(nick, Set.of()));
        }
    }

    /** Joins, tells the others, and gives all who are in the channel now. */
    List<Member> join(User user, String channel) {
        synchronized (channels) {
            Set<String> nicks = channels.computeIfAbsent(channel, unused -> new TreeSet<>());
            if (nicks.add(user.nick())) {
                tellOthers(user, channel, new NapMessage(MessageType.JOIN_NOTICE, notice(channel, user)));
            }
            return nicks.stream().map(this::member).flatMap(Optional::stream).toList();
        }
    }

    /** False when the user was not in the channel. */
    boolean part(User user, String channel) {
        synchronized (channels) {
            Set<String> nicks = channels.getOrDefault(channel, Set.of());
            if (!nicks.contains(user.nick())) {
                return false;
            }
            tellOthers(user, channel, new NapMessage(MessageType.PART_NOTICE, notice(channel, user)));
            nicks.remove(user.nick());
            channels.values().removeIf(Set::isEmpty);
            return true;
        }
    }

    /** Says something to everybody in a channel, the speaker too; false when the speaker is not in it. */
    boolean say(User user, String channel, String text) {
        synchronized (channels) {
            Set<String> nicks = channels.getOrDefault(channel, Set.of());
            if (!nicks.contains(user.nick())) {
                return false;
            }
            NapMessage said = new NapMessage(MessageType.SAID, channel + " " + user.nick() + " " + text);
            nicks.forEach(nick -> tell(nick, said));
            return true;
        }
    }

    private void tellOthers(User user, String channel, NapMessage message) {
        for (String nick : channels.getOrDefault(channel, Set.of())) {
            if (!nick.equals(user.nick())) {
                tell(nick, message);
            }
        }
    }

    /** The channels that somebody is in. */
    List<String> channelsOf(String nick) {
        synchronized (channels) {
            return channels.entrySet().stream()
                    .filter(each -> each.getValue().contains(nick))
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    /** {@code name users topic} for each channel. */
    List<String> channelList() {
        synchronized (channels) {
            return channels.entrySet().stream()
                    .map(each -> each.getKey() + " " + each.getValue().size() + " " + topic(each.getKey()))
                    .toList();
        }
    }

    static String topic(String channel) {
        return "Welcome to " + channel;
    }

    /** How a channel's user is told of; the number of files is left at 0, as in a server that does not count them here. */
    static String notice(String channel, User user) {
        return channel + " " + user.nick() + " 0 " + user.linkType();
    }
}
