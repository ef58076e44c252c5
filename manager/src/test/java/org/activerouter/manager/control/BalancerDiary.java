package org.activerouter.manager.control;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.activerouter.capture.Endpoint;
import org.activerouter.proxy.Door;
import org.activerouter.proxy.ServedSnapshot;
import org.activerouter.proxy.ServiceSnapshot;
import org.activerouter.proxy.balance.Balancer;
import org.activerouter.proxy.balance.MemberSnapshot;
import org.activerouter.proxy.balance.Roster;

/** A balancer that writes down what it is told as a service; which members it has is up to the test. */
final class BalancerDiary implements Balancer {
    private final ServiceDiary service;
    private final List<MemberSnapshot> members = new ArrayList<>();

    BalancerDiary(List<String> diary) {
        service = new ServiceDiary(diary);
    }

    /** From now on these are its members. */
    void has(Endpoint... endpoints) {
        members.clear();
        for (Endpoint each : endpoints) {
            members.add(new MemberSnapshot("group", each, 0, 0, 0, 0, 0, 0, 0, 0));
        }
    }

    @Override
    public void roster(Roster roster) {
        throw new UnsupportedOperationException("nobody judges members here");
    }

    @Override
    public List<MemberSnapshot> members() {
        return List.copyOf(members);
    }

    @Override
    public Door serve(Endpoint server) throws IOException {
        return service.serve(server);
    }

    @Override
    public void retire(Endpoint server) {
        service.retire(server);
    }

    @Override
    public List<ServedSnapshot> served() {
        return service.served();
    }

    @Override
    public ServiceSnapshot snapshot() {
        return service.snapshot();
    }

    @Override
    public void close() {
        service.close();
    }
}
