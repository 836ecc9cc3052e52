"""What network policies allow, worked out from their text: nothing here asks a network."""
import ipaddress

import workloads

# Places that are no pods, by an address in them.
OUTSIDE = {"the internet": "203.0.113.7", "a private neighbour": "10.9.9.9", "Google's metadata": "169.254.169.254",
           "Google's identities": "169.254.169.252"}


def places(names):
    """The places outside, with the API server and the object store where the names say."""
    first = {key: str(ipaddress.ip_network(names[key], strict=False)[1]) for key in ("CONTROL_PLANE_CIDR", "OBJECT_STORE_CIDR", "NODES_CIDR")}
    return {**OUTSIDE, "the API server": first["CONTROL_PLANE_CIDR"], "the object store": first["OBJECT_STORE_CIDR"], "a node": first["NODES_CIDR"]}


def peer_is(peer, policy_namespace, who):
    """Whether a peer of a policy is a workload or an address."""
    if isinstance(who, str):
        if "ipBlock" not in peer:
            return False
        block, address = peer["ipBlock"], ipaddress.ip_address(who)
        outside = any(address in ipaddress.ip_network(part) for part in block.get("except", []))
        return address in ipaddress.ip_network(block["cidr"], strict=False) and not outside
    if "ipBlock" in peer:
        return False
    spaces = peer.get("namespaceSelector")
    in_space = who.namespace == policy_namespace if spaces is None else workloads.matches(
        spaces, {"kubernetes.io/metadata.name": who.namespace})
    return in_space and workloads.matches(peer.get("podSelector"), who.labels)


def direction(policies, subject, other, port, word):
    """Whether `subject` may take from (Ingress) or send to (Egress) `other` on a port."""
    if isinstance(subject, str) or subject.namespace == "kube-system":
        return True
    side, key = ("ingress", "from") if word == "Ingress" else ("egress", "to")
    mine = [policy for policy in policies if policy["metadata"]["namespace"] == subject.namespace
            and word in policy["spec"]["policyTypes"] and workloads.matches(policy["spec"]["podSelector"], subject.labels)]
    if not mine:
        return True
    for policy in mine:
        for rule in policy["spec"].get(side, []):
            ports = rule.get("ports")
            right_port = ports is None or any(port in range(given["port"], given.get("endPort", given["port"]) + 1) for given in ports)
            peers = rule.get(key)
            if right_port and (peers is None or any(peer_is(peer, subject.namespace, other) for peer in peers)):
                return True
    return False


def half_open(view):
    """(from, to, port, which side lets it) where one side lets through what the other one keeps out."""
    policies, pods = view.of("NetworkPolicy"), workloads.every(view)
    for source in pods:
        for target in pods:
            for port in sorted(set(target.ports.values())):
                sides = [direction(policies, *ends, port, word) for ends, word in (((source, target), "Egress"), ((target, source), "Ingress"))]
                if source is not target and sides[0] != sides[1] and "kube-system" not in (source.namespace, target.namespace):
                    yield source.title, target.title, port, "the sender's" if sides[0] else "the receiver's"


def allowed(view, names):
    """Every flow that is allowed: (from, to, port)."""
    policies = view.of("NetworkPolicy")
    pods = workloads.every(view)
    outside = places(names)
    probes = (53, 80, 443, 988, 8080, 10250, 22, 5432)
    found = set()
    for source in pods:
        for target in pods:
            for port in sorted({*target.ports.values(), 22}):
                if source is not target and direction(policies, source, target, port, "Egress") and \
                        direction(policies, target, source, port, "Ingress"):
                    found.add((source.title, target.title, port))
        for place, address in outside.items():
            for port in {*probes, int(names["CONTROL_PLANE_PORT"])}:
                if direction(policies, source, address, port, "Egress"):
                    found.add((source.title, place, port))
    for target in pods:
        for place, address in outside.items():
            for port in sorted({*target.ports.values(), 22}):
                if target.namespace != "kube-system" and direction(policies, target, address, port, "Ingress"):
                    found.add((place, target.title, port))
    return {flow for flow in found if not flow[0].startswith("kube-system/")}
