package org.activerouter.lab.directory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.activerouter.lab.nap.MessageType;
import org.activerouter.lab.nap.NapMessage;

/**
 * What users have with each other through the server: downloads, browsing, whois, messages, channels, hotlists. One per
 * session, on its thread.
 */
final class PeerTraffic {
    private static final Pattern NICK_AND_PATH = Pattern.compile("(\\S+) \"([^\"]+)\"");
    private static final Pattern FIRST_AND_REST = Pattern.compile("(\\S+) (.*)");

    private final User user;
    private final Directory directory;
    private final Society society;
    private final Outbox outbox;

    PeerTraffic(User user, Directory directory, Society society, Outbox outbox) {
        this.user = user;
        this.directory = directory;
        this.society = society;
        this.outbox = outbox;
    }

    /** Handles one message; false when it is none of these. */
    boolean handle(int type, String text) throws IOException {
        switch (type) {
            case MessageType.DOWNLOAD -> download(text);
            case MessageType.UPLOAD_ACCEPTED -> acceptUpload(text);
            case MessageType.BROWSE -> browse(text);
            case MessageType.WHOIS -> whois(text);
            case MessageType.PRIVATE_MESSAGE -> tell(text);
            case MessageType.HOTLIST_ADD, MessageType.HOTLIST -> watch(text);
            case MessageType.HOTLIST_REMOVE -> society.unwatch(user.nick(), text);
            case MessageType.JOIN -> join(text);
            case MessageType.PART -> part(text);
            case MessageType.SAY -> say(text);
            case MessageType.LIST_CHANNELS -> listChannels();
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The sharer is asked first, with 607; the answer to the asker follows from the sharer's 608. */
    private void download(String text) throws IOException {
        Matcher fields = NICK_AND_PATH.matcher(text);
        boolean asked = fields.matches()
                && directory.file(fields.group(1), fields.group(2)).isPresent()
                && society.tell(
                        fields.group(1),
                        new NapMessage(
                                MessageType.UPLOAD_REQUEST,
                                user.nick() + " \"" + fields.group(2) + "\" " + user.linkType()));
        if (!asked) {
            outbox.write(MessageType.DOWNLOAD_FAILED, text);
        }
    }

    private void acceptUpload(String text) {
        Matcher fields = NICK_AND_PATH.matcher(text);
        if (!fields.matches()) {
            return;
        }
        directory
                .file(user.nick(), fields.group(2))
                .ifPresent(file -> society.tell(
                        fields.group(1),
                        new NapMessage(
                                MessageType.DOWNLOAD_READY,
                                user.nick() + " " + user.addressNumber() + " " + user.port() + " \"" + file.path()
                                        + "\" " + file.digest() + " " + user.linkType())));
    }

    private void browse(String nick) throws IOException {
        Optional<Society.Member> sharer = society.member(nick);
        if (sharer.isEmpty()) {
            notOnline(nick);
            return;
        }
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        for (SharedFile file : directory.filesOf(nick)) {
            answer.writeBytes(new NapMessage(MessageType.BROWSE_FILE, nick + " " + file.description()).encoded());
        }
        answer.writeBytes(new NapMessage(
                        MessageType.BROWSE_END, nick + " " + sharer.get().user().addressNumber())
                .encoded());
        outbox.write(answer.toByteArray());
    }

    private void whois(String nick) throws IOException {
        Optional<Society.Member> found = society.member(nick);
        if (found.isEmpty()) {
            notOnline(nick);
            return;
        }
        long seconds =
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - found.get().sinceNanos());
        outbox.write(
                MessageType.WHOIS_ANSWER,
                nick + " \"User\" " + seconds + " \"" + String.join(" ", society.channelsOf(nick)) + "\" \"Active\" "
                        + directory.filesOf(nick).size() + " 0 0 "
                        + found.get().user().linkType() + " \"lab\"");
    }

    private void tell(String text) throws IOException {
        Matcher fields = FIRST_AND_REST.matcher(text);
        if (!fields.matches()) {
            outbox.write(MessageType.ERROR, "a message needs a nick and a text");
        } else if (!society.tell(
                fields.group(1), new NapMessage(MessageType.PRIVATE_MESSAGE, user.nick() + " " + fields.group(2)))) {
            notOnline(fields.group(1));
        }
    }

    private void watch(String nick) throws IOException {
        society.watch(user.nick(), nick);
        outbox.write(MessageType.HOTLIST_ADDED, nick);
        Optional<Society.Member> present = society.member(nick);
        if (present.isPresent()) {
            outbox.write(
                    MessageType.SIGNED_ON, nick + " " + present.get().user().linkType());
        }
    }

    private void join(String channel) throws IOException {
        List<Society.Member> users = society.join(user, channel);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(new NapMessage(MessageType.JOINED, channel).encoded());
        users.forEach(each -> answer.writeBytes(
                new NapMessage(MessageType.CHANNEL_USER, Society.notice(channel, each.user())).encoded()));
        answer.writeBytes(new NapMessage(MessageType.CHANNEL_USERS_END, channel).encoded());
        answer.writeBytes(new NapMessage(MessageType.TOPIC, channel + " " + Society.topic(channel)).encoded());
        outbox.write(answer.toByteArray());
    }

    private void part(String channel) throws IOException {
        if (!society.part(user, channel)) {
            outbox.write(MessageType.ERROR, "you are not in channel " + channel);
        }
    }

    private void say(String text) throws IOException {
        Matcher fields = FIRST_AND_REST.matcher(text);
        if (!fields.matches() || !society.say(user, fields.group(1), fields.group(2))) {
            outbox.write(MessageType.ERROR, "you are not in that channel");
        }
    }

    private void listChannels() throws IOException {
        for (String channel : society.channelList()) {
            outbox.write(MessageType.CHANNEL, channel);
        }
        outbox.write(MessageType.LIST_CHANNELS, "");
    }

    private void notOnline(String nick) throws IOException {
        outbox.write(MessageType.ERROR, "user " + nick + " is not currently online");
    }
}
