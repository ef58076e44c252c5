package org.activerouter.proxy.opennap.group;

import java.time.Duration;
import java.util.List;
import org.activerouter.proxy.balance.Choice;
import org.activerouter.proxy.balance.Distribution;
import org.activerouter.proxy.balance.Mode;
import org.activerouter.proxy.balance.Sessions;
import org.activerouter.proxy.opennap.Nap;

/** What tests with three directories in a group, and a user of them, have in common. */
abstract class ThreeDirectories {
    static final Duration PATIENCE = Duration.ofSeconds(2);
    static final Mode SPLIT = new Mode(Distribution.SPLIT, Choice.ROUND_ROBIN, false, 0, Sessions.STAY, PATIENCE);

    final GroupLaboratory lab = new GroupLaboratory(3, SPLIT);

    GroupLaboratory.Client user(String nick, int port) {
        GroupLaboratory.Client client = lab.connect("10.0.0.7");
        client.say(Nap.logIn(nick, port));
        client.toServer.clear();
        return client;
    }

    void oneFileEach() {
        for (int i = 0; i < 3; i++) {
            lab.sharer(i, "sharer" + i, 6699, "C:\\m\\teka band " + i + ".mp3");
        }
    }

    static List<String> sharers(List<Nap> answer) {
        return answer.stream()
                .filter(each -> each.type() == Nap.RESULT)
                .map(each -> each.text().split(" ", -1))
                .map(fields -> fields[fields.length - 3])
                .toList();
    }

    static long ends(List<Nap> answer) {
        return answer.stream().filter(each -> each.type() == Nap.END).count();
    }
}
