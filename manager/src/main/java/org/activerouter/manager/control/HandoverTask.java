package org.activerouter.manager.control;

import org.activerouter.capture.Endpoint;
import org.activerouter.manager.policy.Policy;
import org.activerouter.proxy.ActiveService;

/**
 * What is to be done with the direct sessions of a redirected server.
 *
 * @param server the server
 * @param service what stands in for it
 * @param kind how, as its policy says
 * @param opaqueToo whether sessions that cannot be read are moved as well
 */
record HandoverTask(Endpoint server, ActiveService service, Policy.Handover kind, boolean opaqueToo) {}
