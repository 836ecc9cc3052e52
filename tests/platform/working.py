"""Checks of what must work together: ports, availability, backups, flows of the network. Each yields sentences."""
import pathlib
import re

import flows
import tree
import workloads
from form import everywhere, title


def ports(view):
    pods = workloads.every(view)
    for pod in workloads.of_manifests(view):
        for container in workloads.containers(pod.spec):
            own = {port["name"]: port["containerPort"] for port in container.get("ports", [])}
            for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
                port = container.get(probe, {}).get("httpGet", {}).get("port")
                if port is not None and port != "management":
                    yield f"{pod.title}: {probe} asks the port {port}; probes are answered on the port `management`"
            words = container.get("args", [])
            for option, name in (("--port", "http"), ("--management-port", "management")):
                if option in words and words[words.index(option) + 1] != str(own.get(name)):
                    yield f"{pod.title} is told {option} {words[words.index(option) + 1]}, and its port {name} is {own.get(name)}"
    for one in view.of("Deployment"):
        management = next((port["containerPort"] for port in one["spec"]["template"]["spec"]["containers"][0]["ports"]
                           if port["name"] == "management"), None)
        left_out = one["spec"]["template"]["metadata"].get("annotations", {}).get("traffic.sidecar.istio.io/excludeInboundPorts")
        if left_out != str(management):
            yield f"{title(one)}: the sidecar leaves out {left_out}, and the port of probes is {management}"
    for one in view.of("Service"):
        for port in one["spec"]["ports"]:
            target = port.get("targetPort", port["port"])
            for pod in pods:
                if pod.namespace == one["metadata"]["namespace"] and workloads.matches({"matchLabels": one["spec"]["selector"]}, pod.labels):
                    if target not in pod.ports and target not in pod.ports.values():
                        yield f"{title(one)} sends to {target}, where {pod.title} does not listen"
                    if target in ("management", pod.ports.get("management")):
                        yield f"{title(one)} opens the port of probes and metrics"
    for one in view.of("PodMonitor"):
        for endpoint in one["spec"]["podMetricsEndpoints"]:
            for pod in pods:
                if pod.namespace == one["metadata"]["namespace"] and workloads.matches(one["spec"]["selector"], pod.labels):
                    if endpoint.get("port") not in pod.ports and endpoint.get("portNumber") not in pod.ports.values():
                        yield f"{title(one)} reads {endpoint}, where {pod.title} does not listen"
    yield from policy_ports(view, pods)
    yield from mesh_ports(view, pods)


def policy_ports(view, pods):
    """Each port that a policy lets in is one that somebody listens to."""
    for one in view.of("NetworkPolicy"):
        chosen = [pod for pod in pods if pod.namespace == one["metadata"]["namespace"]
                  and workloads.matches(one["spec"]["podSelector"], pod.labels)]
        for rule in one["spec"].get("ingress", []):
            for port in rule.get("ports", []):
                if not any(port["port"] in pod.ports.values() for pod in chosen):
                    yield f"{title(one)} lets in {port['port']}, where nobody listens"
    for policy in view.of("AuthorizationPolicy"):
        spec = policy["spec"] or {}
        chosen = [pod for pod in pods if pod.namespace == policy["metadata"]["namespace"] and workloads.matches(spec.get("selector"), pod.labels)]
        for given in everywhere(spec, "ports"):
            for port in given:
                if not any(int(port) == pod.ports.get("http") for pod in chosen):
                    yield f"{title(policy)} lets in {port}, where no server answers"


def mesh_ports(view, pods):
    services = {f"{one['metadata']['name']}.{one['metadata']['namespace']}.svc.cluster.local": one for one in view.of("Service")}
    for one in view.of("VirtualService"):
        for destination in everywhere(one["spec"], "destination"):
            service = services.get(destination["host"])
            if not service:
                yield f"{title(one)} sends to {destination['host']}, which nothing makes"
            elif destination["port"]["number"] not in [port["port"] for port in service["spec"]["ports"]]:
                yield f"{title(one)} sends to port {destination['port']['number']}, which {title(service)} does not have"
        for gateway in one["spec"]["gateways"]:
            space, name = gateway.split("/")
            if view.name != "ci" and not view.named("Gateway", name, space):
                yield f"{title(one)} names the gateway {gateway}, which nothing makes"
    for address in everywhere([one["spec"] for one in view.of("HelmRelease")], "networking.gke.io/load-balancer-ip-addresses"):
        if view.name == "google" and not view.named("ComputeAddress", address):
            yield f"the gateway takes the address {address}, which nothing makes"
    for one in view.of("DestinationRule"):
        if one["spec"]["host"] not in services:
            yield f"{title(one)} is about {one['spec']['host']}, which nothing makes"
        if one["spec"]["trafficPolicy"]["tls"]["mode"] != "ISTIO_MUTUAL":
            yield f"{title(one)} speaks without mTLS"
    for one in view.of("Gateway"):
        for server in one["spec"]["servers"]:
            secret = server["tls"].get("credentialName")
            if secret and secret not in [found["spec"]["secretName"] for found in view.of("Certificate")
                                         if found["metadata"]["namespace"] == one["metadata"]["namespace"]]:
                yield f"{title(one)} shows the certificate {secret}, which nothing makes"
            gateways = [pod for pod in pods if workloads.matches({"matchLabels": one["spec"]["selector"]}, pod.labels)]
            if gateways and server["port"]["number"] not in gateways[0].ports.values():
                yield f"{title(one)} listens on {server['port']['number']}, which its pods do not"


def availability(view):
    for one in view.of("Deployment"):
        name, space = one["metadata"]["name"], one["metadata"]["namespace"]
        if one["spec"].get("replicas") is not None:
            yield f"{title(one)} fixes its replicas, which is the autoscaler's business"
        scaler = next((found for found in view.of("HorizontalPodAutoscaler") if found["spec"]["scaleTargetRef"]["name"] == name), None)
        least = scaler["spec"]["minReplicas"] if scaler else 1
        if least < 3:
            yield f"{title(one)} has fewer than three replicas"
        budget = next((found for found in view.of("PodDisruptionBudget") if found["metadata"]["namespace"] == space and workloads.matches(
            found["spec"]["selector"], one["spec"]["template"]["metadata"]["labels"])), None)
        if not budget:
            yield f"{title(one)} has no PodDisruptionBudget"
        elif not str(budget["spec"].get("minAvailable")).isdigit() or not 1 <= int(budget["spec"]["minAvailable"]) < least:
            yield f"{title(budget)} keeps {budget['spec'].get('minAvailable')} of {least}: a node could not be drained, or nothing is kept"
        rolling = one["spec"]["strategy"].get("rollingUpdate", {})
        if rolling.get("maxUnavailable") != 0:
            yield f"{title(one)} goes below its replicas during an update"
        if not one["spec"]["template"]["spec"].get("topologySpreadConstraints"):
            yield f"{title(one)} may stand on one node alone"
    for one in view.of("Cluster"):
        spec = one["spec"]
        synchronous = spec["postgresql"].get("synchronous", {})
        if spec["instances"] < 3:
            yield f"{title(one)} has fewer than three instances"
        if synchronous.get("number", 0) < 1 or synchronous.get("dataDurability", "required") != "required":
            yield f"{title(one)} acknowledges what only one instance has"
        if view.name != "ci" and spec["affinity"].get("podAntiAffinityType") != "required":
            yield f"{title(one)} may have two instances on one node"
        plain = "hostnossl all all all reject"
        lines = spec["postgresql"].get("pg_hba", [])
        for line in lines:
            everybody = line.split()[1:4] == ["all", "all", "all"]
            if line != plain and (everybody or not line.startswith("hostssl ") or line.split()[-1] in ("md5", "trust", "password")):
                yield f"{title(one)} lets in with `{line}`"
        if plain not in lines:
            yield f"{title(one)} lets in without TLS"


def connections(view):
    """The pools of all servers fit into PostgreSQL, with room for the others."""
    for cluster in view.of("Cluster"):
        most = int(cluster["spec"]["postgresql"]["parameters"]["max_connections"])
        conf = next((one["data"]["dhis.conf"] for one in view.of("ConfigMap") if "dhis.conf" in one["data"]), "")
        pool = next((int(line.split("=")[1]) for line in conf.splitlines() if line.startswith("connection.pool.max_size")), 80)
        scaler = view.named("HorizontalPodAutoscaler", "afya", "dhis2")
        # A rolling update has one server more.
        wanted = (scaler["spec"]["maxReplicas"] + 1) * pool if scaler else 0
        if wanted + 40 > most:
            yield f"{wanted} connections of servers and 40 of others do not fit into max_connections {most}"


def backups(view):
    for cluster in view.of("Cluster"):
        name = cluster["metadata"]["name"]
        if not [one for one in view.of("ScheduledBackup") if one["spec"]["cluster"]["name"] == name and not one["spec"].get("suspend")]:
            yield f"{title(cluster)} has no ScheduledBackup"
        archives = [plugin for plugin in cluster["spec"].get("plugins", []) if plugin.get("isWALArchiver")]
        if not archives and not cluster["spec"].get("backup", {}).get("barmanObjectStore"):
            yield f"{title(cluster)} archives no WAL"
        if cluster["spec"]["postgresql"]["parameters"].get("archive_timeout") not in ("1min", "5min"):
            yield f"{title(cluster)} may lose more than five minutes of work"
    for name, script in (("logical-backup", "dump.sh"), ("restore-drill", "drill.sh")):
        job = view.named("CronJob", name, "dhis2")
        if not job:
            yield f"nothing runs {name}"
            continue
        if job["spec"].get("suspend"):
            yield f"{title(job)} is suspended"
        if not any(word.endswith(script) for container in workloads.containers(workloads.template_of(job)["spec"]) for word in container["command"]):
            yield f"{title(job)} does not run {script}"
        if f'cronjob="{name}"' not in str([one["spec"] for one in view.of("PrometheusRule")]):
            yield f"no alert tells when {name} last succeeded"
    drill = view.named("CronJob", "restore-drill", "dhis2")
    store = next((variable["value"] for container in (workloads.template_of(drill)["spec"]["containers"] if drill else [])
                  for variable in container["env"] if variable["name"] == "BARMAN_STORE"), None)
    written = [part for one in view.of("ObjectStore", "Cluster") for part in everywhere(one["spec"], "destinationPath")]
    if written != [store]:
        yield f"the drill reads {store}, and base backups go to {', '.join(written)}"
    dump = view.named("CronJob", "logical-backup", "dhis2")
    folders = [next((volume for volume in workloads.template_of(job)["spec"]["volumes"] if volume["name"] == "dumps"), {}) for job in (dump, drill) if job]
    places = {str(volume.get("persistentVolumeClaim") or volume.get("csi", {}).get("volumeAttributes", {}).get("bucketName")) for volume in folders}
    if len(places) > 1:
        yield f"dumps are written to another place than the drill reads: {', '.join(sorted(places))}"


def issuers(view):
    for one in view.of("ClusterIssuer", "Issuer"):
        if "acme" in one["spec"] and not one["spec"]["acme"].get("solvers"):
            yield f"{title(one)} has no solver: no certificate will come"
    for one in view.of("Certificate"):
        if not one["spec"].get("renewBefore"):
            yield f"{title(one)} does not say when it is renewed"


def network(view):
    """The flows that policies allow are those of flows.tsv, no more and no less."""
    if view.name == "ci":
        return
    listed = pathlib.Path(view.top / "tests/platform/flows.tsv").read_text().splitlines()
    wanted = set()
    for line in listed:
        if line and not line.startswith("#"):
            where, source, target, port = line.split("\t")
            if where in ("both", view.name):
                wanted.add((source, target, int(port)))
    found = flows.allowed(view, tree.names(view.top))
    for source, target, port in sorted(found - wanted):
        yield f"the policies let {source} reach {target} on {port}, which flows.tsv does not list"
    for source, target, port in sorted(wanted - found):
        yield f"the policies keep {source} from {target} on {port}, which flows.tsv lists"
    for source, target, port, side in flows.half_open(view):
        # The gateway is there for whoever asks.
        if target != "istio-ingress/gateway":
            yield f"only {side} policy lets {source} reach {target} on {port}"
    denied = {one["metadata"]["namespace"] for one in view.of("NetworkPolicy")
              if one["spec"]["podSelector"] == {} and set(one["spec"]["policyTypes"]) == {"Ingress", "Egress"}
              and not one["spec"].get("ingress") and not one["spec"].get("egress")}
    for space in sorted({pod.namespace for pod in workloads.every(view)} - denied - {"kube-system"}):
        yield f"the namespace {space} denies nothing by default"


# Who may be asked by the whole world, and whose pods belong together.
OPEN = {("istio-ingress", "gateway", "from"), ("monitoring", "within", "from"), ("monitoring", "within", "to")}


def open_policies(view):
    """A rule that names nobody lets in everybody, also where the other side's own policy holds it back today."""
    for one in view.of("NetworkPolicy"):
        space, name = one["metadata"]["namespace"], one["metadata"]["name"]
        for side, key, word in (("ingress", "from", "in"), ("egress", "to", "out")):
            for rule in one["spec"].get(side, []):
                if (space, name, key) in OPEN:
                    continue
                if not rule.get(key):
                    yield f"{title(one)} lets {word} everybody"
                if not rule.get("ports"):
                    yield f"{title(one)} lets {word} on every port"
                for number in {port["port"] for port in rule.get("ports", [])}:
                    spoken = {port.get("protocol", "TCP") for port in rule["ports"] if port["port"] == number}
                    if spoken != ({"TCP", "UDP"} if number == 53 else {"TCP"}):
                        yield f"{title(one)} speaks {', '.join(sorted(spoken))} on {number}"
                if any("endPort" in port for port in rule.get("ports", [])):
                    yield f"{title(one)} lets {word} a range of ports"
                for peer in rule.get(key, []):
                    if peer.get("podSelector") == {} and "namespaceSelector" not in peer:
                        yield f"{title(one)} lets {word} every pod of the namespace"
                    if peer.get("namespaceSelector") == {} or ("namespaceSelector" in peer and not peer.get("podSelector")):
                        yield f"{title(one)} lets {word} every pod of a namespace"


def certificates(view):
    """Whoever is told where the database is wants its certificate to be the cluster's own."""
    for one in view.of("Deployment", "Job", "CronJob"):
        spec = workloads.template_of(one)["spec"]
        volumes = {volume["name"]: volume for volume in spec.get("volumes", [])}
        for container in workloads.containers(spec):
            told = {variable["name"]: variable for variable in container.get("env", [])}
            prefix = next((prefix for prefix in ("DB_", "PG") if f"{prefix}HOST" in told), None)
            if not prefix:
                continue
            if told.get(f"{prefix}SSLMODE", {}).get("value") != "verify-full":
                yield f"{title(one)} does not check the database's certificate"
            files = {f"{mount['mountPath']}/{item['path']}" for mount in container.get("volumeMounts", [])
                     for item in volumes.get(mount["name"], {}).get("secret", {}).get("items", [])}
            wanted = told.get(f"{prefix}SSLROOTCERT", {}).get("value")
            if wanted not in files:
                yield f"{title(one)} reads the CAs {wanted}, where nothing is mounted"


def server(view):
    """The server is told what it reads, asked what it answers, and stands in the mesh."""
    answered = set(re.findall(r'route\("([^"]+)"', (tree.TOP / "crates/server/src/management.rs").read_text()))
    for one in view.of("Deployment", "Job"):
        template = workloads.template_of(one)
        if one["kind"] == "Deployment" and not workloads.matches(one["spec"]["selector"], template["metadata"]["labels"]):
            yield f"{title(one)} does not select its own pods"
        for container in workloads.containers(template["spec"]):
            if "/afya@" not in container.get("image", ""):
                continue
            told = {variable["name"]: variable for variable in container.get("env", [])}
            for wanted in ("DB_HOST", "DB_PORT", "DB_NAME", "DB_USERNAME", "DB_PASSWORD"):
                if "secretKeyRef" not in told.get(wanted, {}).get("valueFrom", {}):
                    yield f"{title(one)} does not take {wanted} from a secret"
            if one["kind"] != "Deployment":
                continue
            for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
                path = container.get(probe, {}).get("httpGet", {}).get("path")
                if path not in answered:
                    yield f"{title(one)}: {probe} asks for {path}, which the server does not answer"
            home = told.get("DHIS2_HOME", {}).get("value")
            mounts = {mount["mountPath"] for mount in container["volumeMounts"]}
            conf = next((found["data"]["dhis.conf"] for found in view.of("ConfigMap") if "dhis.conf" in found["data"]), "")
            folder = next(iter(re.findall(r"(?m)^filestore.container *= *(\S+)", conf)), "files")
            for wanted in (f"{home}/dhis.conf", f"{home}/{folder}", told.get("TMPDIR", {}).get("value")):
                if wanted not in mounts:
                    yield f"{title(one)} reads or writes {wanted}, where nothing is mounted"
            if template["metadata"]["labels"].get("sidecar.istio.io/inject") != "true":
                yield f"{title(one)} is not in the mesh"
    for one in view.of("PodMonitor"):
        for endpoint in one["spec"]["podMetricsEndpoints"]:
            if endpoint.get("port") == "management" and endpoint.get("path") not in answered:
                yield f"{title(one)} asks for {endpoint.get('path')}, which the server does not answer"


def schedules(view):
    for one in view.of("CronJob", "ScheduledBackup"):
        fields = 6 if one["kind"] == "ScheduledBackup" else 5
        parts = one["spec"]["schedule"].split()
        if len(parts) != fields or not all(re.fullmatch(r"[\d*,/-]+", part) for part in parts):
            yield f"{title(one)} has the schedule `{one['spec']['schedule']}`, which is not of {fields} fields"
    for one in view.of("HorizontalPodAutoscaler"):
        if one["spec"]["minReplicas"] > one["spec"]["maxReplicas"]:
            yield f"{title(one)} wants more at least than at most"


def hosts(view):
    """The name that people open is routed, let in, and in the certificate."""
    if view.name == "ci":
        return
    certified = {name for one in view.of("Certificate") for name in one["spec"].get("dnsNames", [])}
    opened = {host.split("/")[-1] for one in view.of("Gateway") for server in one["spec"]["servers"] for host in server["hosts"]}
    let_in = {host for one in view.of("AuthorizationPolicy") for part in everywhere(one["spec"] or {}, "hosts") for host in part}
    for one in view.of("VirtualService"):
        for host in one["spec"]["hosts"]:
            for where, known in (("in no certificate", certified), ("opened by no gateway", opened), ("let in by no AuthorizationPolicy", let_in)):
                if host not in known:
                    yield f"{title(one)}: {host} is {where}"
    for one in view.of("Service"):
        if one["metadata"].get("namespace") == "dhis2" and one["spec"].get("type", "ClusterIP") != "ClusterIP":
            yield f"{title(one)} is open to the outside, past the gateway"


CHECKS = [ports, availability, connections, backups, issuers, network, open_policies, server, certificates, schedules, hosts]
