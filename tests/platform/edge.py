"""Checks of the way in: certificates, the gateway, the mesh, what is admitted, and the charts that install them. Each yields sentences."""
import re

import workloads
from form import everywhere, title
from times import seconds

WORKLOADS = {"pods", "pods/ephemeralcontainers", "deployments", "statefulsets", "daemonsets", "replicasets", "jobs", "cronjobs"}
PROXY = re.compile(r'image == "([^"]+)"')


def certificates(view):
    if view.name == "ci":
        return
    issuers = {one["metadata"]["name"]: one["spec"] for one in view.of("ClusterIssuer")}
    authorities = {one["spec"]["secretName"] for one in view.of("Certificate") if one["spec"].get("isCA")}
    zones = {one["metadata"]["name"] for one in view.of("DNSManagedZone")}
    for name, spec in issuers.items():
        if "ca" in spec and spec["ca"]["secretName"] not in authorities:
            yield f"the issuer {name} signs with {spec['ca']['secretName']}, which is no certificate of an authority"
        if "acme" in spec and "staging" in spec["acme"]["server"]:
            yield f"the issuer {name} asks an authority whose certificates no browser takes"
        for solver in spec.get("acme", {}).get("solvers", []):
            zone = solver.get("dns01", {}).get("cloudDNS", {}).get("hostedZoneName")
            if zone and view.name == "google" and zone not in zones:
                yield f"the issuer {name} answers in the zone {zone}, which nothing makes"
    for one in view.of("Certificate"):
        solvers = issuers.get(one["spec"]["issuerRef"]["name"], {}).get("acme", {}).get("solvers")
        key = one["spec"].get("privateKey", {})
        if key.get("size", 0) < {"ECDSA": 256, "RSA": 2048}.get(key.get("algorithm"), 1) or (
                key.get("rotationPolicy") != "Always" and not one["spec"].get("isCA")):
            yield f"{title(one)} has a key that is too short, or the same after each renewal"
        for name in one["spec"].get("dnsNames", []) if solvers else []:
            if not any(name in solver.get("selector", {}).get("dnsNames", [name]) for solver in solvers):
                yield f"{title(one)}: no solver of its issuer is for {name}"
    for one in view.of("HelmRelease"):
        values = one["spec"]["values"]
        if one["metadata"]["name"] == "cert-manager":
            if not values.get("crds", {}).get("enabled"):
                yield f"{title(one)} installs no kinds"
            # The policies let it reach no name server but the cluster's own.
            if not values.get("dns01RecursiveNameserversOnly"):
                yield f"{title(one)} asks name servers of the world, which its policies keep it from: no certificate will come"


def gateway(view):
    """Only the redirect is spoken in plain text, hosts are bound to the namespace of their routes, and nothing is sent twice."""
    routes = {(host, one["metadata"]["namespace"]) for one in view.of("VirtualService") for host in one["spec"]["hosts"]}
    for one in view.of("Gateway"):
        for server in one["spec"]["servers"]:
            if server["port"]["protocol"] == "HTTP" and not server.get("tls", {}).get("httpsRedirect"):
                yield f"{title(one)} serves {server['port']['number']} in plain text"
            if "maxProtocolVersion" in server.get("tls", {}):
                yield f"{title(one)} does not speak the newest TLS"
            if server["port"]["protocol"] != "HTTP" and server.get("tls", {}).get("mode") not in ("SIMPLE", "MUTUAL"):
                yield f"{title(one)} does not end TLS itself on {server['port']['number']}"
            for host in server["hosts"]:
                space, _, name = host.rpartition("/")
                if (name, space) not in routes:
                    yield f"{title(one)} opens {host}, where no route is"
    safe = {"connect-failure", "refused-stream", "unavailable", "cancelled"}
    for one in view.of("DestinationRule"):
        if one["spec"]["trafficPolicy"].get("outlierDetection", {}).get("maxEjectionPercent", 10) > 50:
            yield f"{title(one)} may put out all servers at once"
    for one in view.of("VirtualService"):
        for route in one["spec"]["http"]:
            if not 60 <= seconds(route.get("timeout", "0s")) <= 3600:
                yield f"{title(one)} cuts requests off after {route.get('timeout')}, or never"
            repeated = set(route.get("retries", {}).get("retryOn", "").split(",")) if "retries" in route else set()
            if repeated - safe or "retries" not in route:
                yield f"{title(one)} sends again what may have been done already ({', '.join(sorted(repeated - safe)) or 'the default of the mesh'})"
    for one in view.of("AuthorizationPolicy"):
        if one["spec"] and one["spec"].get("action", "ALLOW") != "ALLOW":
            yield f"{title(one)} is no list of who is let in: its action is {one['spec']['action']}"
    if view.name == "ci":
        return
    if not [one for one in view.of("AuthorizationPolicy") if one["metadata"]["namespace"] == "istio-ingress" and one["spec"]]:
        yield "the gateway takes requests for any host"
    limits = [one for one in view.of("EnvoyFilter") if "local_ratelimit" in str(one["spec"])]
    if not limits:
        yield "nothing limits requests at the gateway"
    for one in limits:
        for patch in one["spec"]["configPatches"]:
            config = patch["patch"]["value"]["typed_config"]
            shares = [config[key]["default_value"]["numerator"] for key in ("filter_enabled", "filter_enforced")]
            if patch["match"]["context"] != "GATEWAY" or shares != [100, 100] or not 0 < config["token_bucket"]["tokens_per_fill"] <= 10000:
                yield f"{title(one)} limits nothing at the gateway"


def sidecars(view):
    """What of a server's traffic goes past the mesh: what its own certificate protects, and nothing else."""
    for one in view.of("Service"):
        for port in one["spec"]["ports"]:
            if port.get("appProtocol") != "http":
                yield f"{title(one)}: the mesh does not know that {port['port']} speaks HTTP"
    for pod in workloads.of_manifests(view):
        for container in workloads.containers(pod.spec):
            for mount in container.get("volumeMounts", []):
                config = next((volume.get("configMap", {}).get("name", "") for volume in pod.spec["volumes"] if volume["name"] == mount["name"]), "")
                if config and not re.search(r"-[a-z0-9]{10}$", config):
                    yield f"{pod.title} does not start anew when {config} changes: its name is always the same"
    for one in view.of("Deployment"):
        notes = one["spec"]["template"]["metadata"].get("annotations", {})
        database = {port for pod in workloads.of_operators(view) if pod.name == "postgis-instance" for name, port in pod.ports.items() if name == "postgresql"}
        wanted = ",".join(str(port) for port in sorted(database))
        if notes.get("traffic.sidecar.istio.io/excludeOutboundPorts") != wanted:
            yield f"{title(one)}: what goes past the sidecar is {notes.get('traffic.sidecar.istio.io/excludeOutboundPorts')}, and should be {wanted}"
        for container in one["spec"]["template"]["spec"]["containers"]:
            words = container.get("args", [])
            if "--log-format" not in words or words[words.index("--log-format") + 1:][:1] != ["json"]:
                yield f"{title(one)} does not write its log as JSON"
            if words[:1] != ["serve"]:
                yield f"{title(one)} does not serve"
    for one in view.of("Job"):
        spec = one["spec"]["template"]["spec"]
        if spec.get("restartPolicy") == "Always":
            yield f"{title(one)} never ends"
        for container in spec["containers"]:
            if one["metadata"]["name"] == "migrations" and ("/afya@" not in container["image"] or container.get("args", [""])[0] != "migrate"):
                yield f"{title(one)} does not migrate with the server's own image"


def charts(view):
    """Charts of one thing have one version and one source of images, and what they install survives the loss of a node."""
    releases = {one["metadata"]["name"]: one for one in view.of("HelmRelease")}
    mesh = [one["spec"]["chart"]["spec"]["version"] for one in releases.values() if "chart" in one["spec"]]
    if len(set(mesh)) > 1:
        yield f"charts of the mesh have several versions: {', '.join(sorted(set(mesh)))}"
    for one in view.of("OCIRepository"):
        if not re.fullmatch(r"\d+\.\d+\.\d+", one["spec"]["ref"].get("semver", "")) and "digest" not in one["spec"]["ref"]:
            yield f"{title(one)} takes whatever version there is"
    waits = {name: [other["name"] for other in one["spec"].get("dependsOn", [])] for name, one in releases.items()}
    for name in waits:
        seen, waiting = set(), [name]
        while waiting:
            for other in waits.get(waiting.pop(), []):
                if other == name:
                    yield f"{title(releases[name])} waits for itself"
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
    if view.name == "ci" or not {"istiod", "istio-cni", "gateway"} <= releases.keys():
        return
    istiod, cni, public = (releases[name]["spec"]["values"] for name in ("istiod", "istio-cni", "gateway"))
    if not istiod.get("pilot", {}).get("cni", {}).get("enabled"):
        yield "istiod uses no CNI: its own container is not admitted to a restricted namespace"
    if istiod.get("pilot", {}).get("autoscaleMin", 1) < 2 or public.get("autoscaling", {}).get("minReplicas", 1) < 2:
        yield "istiod or the gateway has one replica"
    if not 1 <= public.get("podDisruptionBudget", {}).get("minAvailable", 0) < public["autoscaling"]["minReplicas"]:
        yield "the gateway's budget keeps nothing, or no node could be drained"
    if public.get("securityContext", {}).get("seccompProfile", {}).get("type") != "RuntimeDefault":
        yield "the gateway's pods have no seccomp profile: a restricted namespace does not take them"
    gateways = next((pod for pod in workloads.of_operators(view) if pod.title == "istio-ingress/gateway"), None)
    if public.get("labels", {}).items() - gateways.labels.items() or public.get("serviceAccount", {}).get("name") != "gateway":
        yield "the gateway has other labels or another account than policies name"
    for port in public["service"]["ports"]:
        if port["targetPort"] not in gateways.ports.values() or port["port"] not in (80, 443):
            yield f"the gateway's service sends {port['port']} to {port['targetPort']}, where it does not listen"
    hubs = {istiod.get("global", {}).get("hub"), cni.get("global", {}).get("hub")}
    for policy in view.of("ValidatingAdmissionPolicy"):
        for image in PROXY.findall(str(policy["spec"]["validations"])):
            if {f"{hub}/proxyv2:{mesh[0]}" for hub in hubs} != {image}:
                yield f"{title(policy)} admits {image}, and the mesh's proxies are {', '.join(f'{hub}/proxyv2:{mesh[0]}' for hub in hubs)}"


def admission(view):
    """Whatever makes a pod is judged, whenever it is written, by the whole digest."""
    for policy in view.of("ValidatingAdmissionPolicy"):
        rules = policy["spec"]["matchConstraints"]["resourceRules"]
        judged = {resource for rule in rules for resource in rule["resources"] if {"CREATE", "UPDATE"} <= set(rule["operations"])}
        for resource in sorted(WORKLOADS - judged):
            yield f"{title(policy)} does not judge {resource}"
        text = re.sub(r"\s+", " ", str(policy["spec"]["validations"][0]["expression"]))
        if 'matches("@sha256:[0-9a-f]{64}$")' not in text or re.search(r"\btrue\b|!=|startsWith|contains", text):
            yield f"{title(policy)} lets through images without a digest: {text}"
    for one in view.objects:
        if one["kind"] in ("Kustomization", "ConfigMap"):
            continue
        for image in everywhere(one.get("spec") or {}, "image"):
            if isinstance(image, str) and not re.search(r"@sha256:[0-9a-f]{64}$", image):
                yield f"{title(one)}: the image {image} has no digest"
        for name in everywhere(one.get("spec") or {}, "imageName"):
            yield f"{title(one)} names the image {name} itself, past the catalogue"
    for one in view.of("Kustomization"):
        for image in one["spec"].get("images", []):
            if not re.fullmatch(r"sha256:[0-9a-f]{64}", image.get("digest", "")):
                yield f"{title(one)}: the image {image['name']} has no digest"
    keys = {part["key"] for one in view.of("ClusterImageCatalog") for part in one["spec"].get("componentImages", [])}
    for one in view.of("Pooler"):
        reference = one["spec"]["pgbouncer"].get("imageCatalogRef", {})
        if view.name != "ci" and (reference.get("key") not in keys or not view.named("ClusterImageCatalog", reference.get("name", ""))):
            yield f"{title(one)} takes an image that no catalogue has, and the operator's own has no digest"


CHECKS = [certificates, gateway, sidecars, charts, admission]
