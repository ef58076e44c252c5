package org.activerouter.manager.group;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.balance.Roster;
import org.activerouter.proxy.balance.Seat;
import org.jspecify.annotations.Nullable;

/** A group and its members: who is in, and who gets how much. Control thread only; time is an argument. */
final class ServerGroup {
    private GroupSettings settings;
    private final Map<Endpoint, GroupMember> members = new LinkedHashMap<>();
    private final List<GroupEvent> events = new ArrayList<>();
    private boolean panic;
    private int leftOut;

    ServerGroup(GroupSettings settings) {
        this.settings = settings;
    }

    GroupSettings settings() {
        return settings;
    }

    /** Takes settings that differ from those before in nothing but who is drained; how members stand is kept. */
    void drain(GroupSettings next, long now) {
        members.keySet().forEach(member -> sayDraining(member, settings.draining(), next.draining(), now));
        settings = next;
    }

    private void sayDraining(Endpoint member, Set<Endpoint> before, Set<Endpoint> next, long now) {
        if (next.contains(member) && !before.contains(member)) {
            say(now, "member-draining", member, "gets nobody new: it is to be drained");
        } else if (before.contains(member) && !next.contains(member)) {
            say(now, "member-in", member, "is drained no more");
        }
    }

    private boolean drains(GroupMember member) {
        return settings.draining().contains(member.endpoint());
    }

    /** Those that count when the group is judged: who is drained has nobody soon, whatever it does. */
    private List<GroupMember> wanted() {
        return members.values().stream().filter(each -> !drains(each)).toList();
    }

    /** Says who the members are; who stays keeps how it stands. Beyond what a roster holds, later ones are left out. */
    void members(List<Endpoint> wanted, long now) {
        List<Endpoint> first = wanted.subList(0, Math.min(wanted.size(), Roster.MOST_SEATS));
        sayLeftOut(wanted.size() - first.size(), now);
        for (Endpoint gone : List.copyOf(members.keySet())) {
            if (!first.contains(gone)) {
                members.remove(gone);
                say(now, "member-left", gone, "is no member any more");
            }
        }
        Map<Endpoint, GroupMember> before = new LinkedHashMap<>(members);
        members.clear();
        for (Endpoint endpoint : first) {
            GroupMember known = before.get(endpoint);
            members.put(endpoint, known == null ? join(endpoint, now) : known);
        }
    }

    private GroupMember join(Endpoint endpoint, long now) {
        say(now, "member-joined", endpoint, "is a member");
        return new GroupMember(endpoint, settings, now);
    }

    private void sayLeftOut(int number, long now) {
        if (number > 0 && leftOut == 0) {
            say(
                    now,
                    "members-left-out",
                    null,
                    "has more members than " + Roster.MOST_SEATS + "; the others get nothing");
        }
        leftOut = number;
    }

    @Nullable
    GroupMember member(Endpoint endpoint) {
        return members.get(endpoint);
    }

    /** Lets time pass and judges. @return what happened since the last turn */
    List<GroupEvent> turn(long now) {
        for (GroupMember member : members.values()) {
            boolean ejected = member.isEjected();
            member.pass(now)
                    .ifPresent(text -> say(now, ejected ? "member-returns" : "member-in", member.endpoint(), text));
        }
        judge(now);
        List<GroupEvent> happened = List.copyOf(events);
        events.clear();
        return happened;
    }

    private record Suspect(GroupMember member, String flaw, double responseMillis) {}

    private void judge(long now) {
        List<Suspect> suspects = suspects(now);
        List<GroupMember> wanted = wanted();
        long well = wanted.stream().filter(each -> !each.isEjected()).count() - suspects.size();
        panic(wanted.size() > 1 && well < settings.panicBelow() * wanted.size(), well, now);
        if (panic) {
            return;
        }
        long out = wanted.size() - well - suspects.size();
        int most = settings.ejection().most(wanted.size());
        for (Suspect suspect : suspects.subList(0, Math.clamp(most - out, 0, suspects.size()))) {
            String text = suspect.member().eject(suspect.flaw(), now);
            say(now, "member-ejected", suspect.member().endpoint(), text);
        }
    }

    /** The slowest first. */
    private List<Suspect> suspects(long now) {
        Map<GroupMember, Measured> measured = new LinkedHashMap<>();
        wanted().stream()
                .filter(member -> !member.isEjected())
                .forEach(member -> measured.put(member, member.meter().measured(now)));
        List<Suspect> suspects = new ArrayList<>();
        measured.forEach((member, own) -> {
            List<Measured> others = measured.entrySet().stream()
                    .filter(other -> other.getKey() != member)
                    .map(Map.Entry::getValue)
                    .toList();
            Optional<String> flaw = Outliers.flaw(own, others, settings.ejection());
            flaw.ifPresent(text -> suspects.add(new Suspect(member, text, own.responseMillis(1))));
        });
        suspects.sort(Comparator.comparingDouble((Suspect suspect) -> -suspect.responseMillis()));
        return suspects;
    }

    private void panic(boolean needed, long well, long now) {
        if (needed && !panic) {
            say(
                    now,
                    "group-panic",
                    null,
                    "has only " + well + " of " + wanted().size() + " members well: all are used");
        } else if (!needed && panic) {
            say(now, "group-well", null, "has enough members again that are well");
        }
        panic = needed;
    }

    private void say(long now, String kind, @Nullable Endpoint member, String text) {
        String subject = member == null ? "group " + settings.name() : member + " of group " + settings.name();
        events.add(new GroupEvent(now, kind, member, subject + " " + text));
    }

    Roster roster(long now) {
        List<Seat> seats = members.values().stream()
                .map(member -> member.seat(panic, drains(member), now))
                .toList();
        return new Roster(settings.name(), settings.mode(), seats);
    }

    GroupStanding standing(long now) {
        double all = members.values().stream()
                .mapToDouble(member -> given(member, now))
                .sum();
        List<MemberStanding> standings = members.values().stream()
                .map(member -> member.standing(drains(member), all == 0 ? 0 : given(member, now) / all, now))
                .toList();
        return new GroupStanding(settings.name(), settings.mode(), panic, standings);
    }

    private double given(GroupMember member, long now) {
        return drains(member) ? 0 : member.share(panic, now);
    }
}
