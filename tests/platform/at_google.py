"""Checks of what is made at Google: references between its resources, who has which right, what the cluster offers. Each yields
sentences."""
import ipaddress
import re

import tree
from form import everywhere, title

# What a reference of Config Connector is to, by the name of its field.
REFERS = {"networkRef": "ComputeNetwork", "subnetworkRef": "ComputeSubnetwork", "routerRef": "ComputeRouter", "clusterRef": "ContainerCluster",
          "keyRingRef": "KMSKeyRing", "kmsKeyRef": "KMSCryptoKey", "managedZoneRef": "DNSManagedZone", "serviceAccountRef": "IAMServiceAccount",
          "storageBucketRef": "StorageBucket", "logSinkRef": "LoggingLogSink"}
LISTS = {"rrdatasRefs": None, "targetServiceAccounts": "IAMServiceAccount"}
# The service at Google that a group of Config Connector asks.
SERVICES = {"artifactregistry": "artifactregistry", "compute": "compute", "container": "container", "dns": "dns", "iam": "iam",
            "kms": "cloudkms", "logging": "logging", "storage": "storage", "serviceusage": "serviceusage"}
# What the control plane reaches of nodes without being asked.
OPEN_TO_CONTROL_PLANE = {443, 10250}
# Which driver the cluster needs for a volume.
DRIVERS = {"gcsfuse.csi.storage.gke.io": "gcsFuseCsiDriverConfig", "standard-rwx": "gcpFilestoreCsiDriverConfig", "premium-rwo": "gcePersistentDiskCsiDriverConfig"}


def references(view):
    made = {(one["kind"], one["metadata"]["name"]) for one in view.objects if one["apiVersion"].split("/")[0].endswith("cnrm.cloud.google.com")}
    for one in view.objects:
        if not one["apiVersion"].split("/")[0].endswith(".cnrm.cloud.google.com"):
            continue
        for field, kind in REFERS.items():
            for reference in everywhere(one.get("spec") or {}, field):
                if "name" in reference and (kind, reference["name"]) not in made:
                    yield f"{title(one)} names the {kind} {reference['name']}, which nothing makes"
        for field, kind in LISTS.items():
            for references_there in everywhere(one.get("spec") or {}, field):
                for reference in references_there:
                    if (kind or reference["kind"], reference.get("name")) not in made:
                        yield f"{title(one)} names the {kind or reference['kind']} {reference.get('name')}, which nothing makes"
        known = {*REFERS, *LISTS, "projectRef", "resourceRef"}
        for field in set(fields(one.get("spec") or {})) - known:
            if field.endswith(("Ref", "Refs")):
                yield f"{title(one)} has the reference {field}, of which tests/platform/at_google.py does not know what it is to"


def fields(value):
    if isinstance(value, dict):
        for name, part in value.items():
            yield name
            yield from fields(part)
    elif isinstance(value, list):
        for part in value:
            yield from fields(part)


def rights(view):
    """Whoever may do what at Google is in rights.tsv, no more and no less."""
    if view.name != "google":
        return
    given = tree.names(view.top)
    listed = {tuple(line.split("\t")) for line in (tree.TOP / "tests/platform/rights.tsv").read_text().splitlines() if not line.startswith("#")}
    found = set()
    for one in view.of("IAMPolicyMember"):
        spec, target = one["spec"], one["spec"]["resourceRef"]
        member = spec.get("member") or next(iter(spec["memberFrom"].values()))["name"]
        row = [member, spec["role"], f"{target['kind']} {target.get('name', '')}".strip()]
        for name in ("PROJECT_NUMBER", "BUCKET_PREFIX", "DNS_ZONE", "PROJECT"):
            row = [text.replace(given[name], f"${{{name}}}") for text in row]
        found.add(tuple(row))
    for row in sorted(found - listed):
        yield f"{row[0]} has {row[1]} on {row[2]}, which rights.tsv does not list"
    for row in sorted(listed - found):
        yield f"{row[0]} lacks {row[1]} on {row[2]}, which rights.tsv lists"
    for one in view.of("IAMPartialPolicy", "IAMPolicy"):
        yield f"{title(one)} gives rights past rights.tsv"


def cluster(view):
    if view.name != "google":
        return
    given = tree.names(view.top)
    services = {one["spec"].get("resourceID") for one in view.objects if one["kind"] == "Service" and one["apiVersion"].startswith("serviceusage.")}
    for group in sorted({one["apiVersion"].split(".")[0] for one in view.objects if ".cnrm." in one["apiVersion"]} - {"core"}):
        if f"{SERVICES.get(group)}.googleapis.com" not in services:
            yield f"{SERVICES.get(group, group)}.googleapis.com is asked and not enabled"
    text = str([one for one in view.objects if one["kind"] in ("CronJob", "PersistentVolumeClaim", "Cluster")])
    subnets = {one["metadata"]["name"]: one["spec"] for one in view.of("ComputeSubnetwork")}
    for one in view.of("ContainerCluster"):
        spec = one["spec"]
        for wanted, field in DRIVERS.items():
            if wanted in text and not spec.get("addonsConfig", {}).get(field, {}).get("enabled"):
                yield f"{title(one)} has no driver for {wanted}"
        if not spec.get("addonsConfig", {}).get("configConnectorConfig", {}).get("enabled"):
            yield f"{title(one)} has no Config Connector"
        if spec.get("datapathProvider") != "ADVANCED_DATAPATH":
            yield f"{title(one)} enforces no network policies"
        if not spec.get("privateClusterConfig", {}).get("enablePrivateNodes"):
            yield f"{title(one)} gives nodes addresses of the internet"
        if spec.get("workloadIdentityConfig", {}).get("workloadPool") != f"{given['PROJECT']}.svc.id.goog":
            yield f"{title(one)} has no workload identity"
        keys = {f"projects/{given['PROJECT']}/locations/{given['REGION']}/keyRings/{ring}/cryptoKeys/{key}"
                for ring in [found["metadata"]["name"] for found in view.of("KMSKeyRing")] for key in [found["metadata"]["name"] for found in view.of("KMSCryptoKey")]}
        if spec.get("databaseEncryption", {}).get("state") != "ENCRYPTED" or spec["databaseEncryption"].get("keyName") not in keys:
            yield f"{title(one)} encrypts secrets with a key that nothing makes"
        ranges = {part["rangeName"] for subnet in subnets.values() for part in subnet.get("secondaryIpRange", [])}
        for field in ("clusterSecondaryRangeName", "servicesSecondaryRangeName"):
            if spec["ipAllocationPolicy"].get(field) not in ranges:
                yield f"{title(one)} takes addresses of the range {spec['ipAllocationPolicy'].get(field)}, which no subnetwork has"
    for one in view.of("ContainerNodePool"):
        node = one["spec"]["nodeConfig"]
        if node.get("workloadMetadataConfig", {}).get("mode") != "GKE_METADATA":
            yield f"{title(one)}: pods may act as their node"
        if one["spec"].get("autoscaling", {}).get("minNodeCount", 0) < 1 or one["spec"]["autoscaling"]["maxNodeCount"] < 2:
            yield f"{title(one)} has fewer than one node in each zone, or no room to grow"
        size = re.fullmatch(r"n2-standard-(\d+)", node["machineType"])
        if not size or int(size.group(1)) < 8:
            yield f"{title(one)} has nodes that are smaller than room.py takes them to be"
    for one in view.of("KMSCryptoKey"):
        if one["spec"].get("purpose") != "ENCRYPT_DECRYPT":
            yield f"{title(one)} does not encrypt"
    blocks = [ipaddress.ip_network(block) for subnet in subnets.values()
              for block in [subnet["ipCidrRange"], *[part["ipCidrRange"] for part in subnet.get("secondaryIpRange", [])]]] + [ipaddress.ip_network(given["CONTROL_PLANE_CIDR"])]
    for place, block in enumerate(blocks):
        if any(block.overlaps(other) for other in blocks[:place]):
            yield f"the range {block} overlaps another one"


def names(view):
    """What k8s/names/names.yaml gives has the form that it must have."""
    given = tree.names(view.top)
    if given.get("PLATFORM") not in ("google", "bare"):
        yield f"PLATFORM is {given.get('PLATFORM')}: it is google or bare"
    if view.name == "google" and given.get("REGISTRY") != f"{given.get('REGION')}-docker.pkg.dev/{given.get('PROJECT')}/dhis2":
        yield f"REGISTRY is {given.get('REGISTRY')}, which is not the repository of images that infrastructure/ makes"
    for name, least in (("CONTROL_PLANE_CIDR", 8), ("OBJECT_STORE_CIDR", 8), ("NODES_CIDR", 8)):
        try:
            if ipaddress.ip_network(given.get(name, "")).prefixlen < least:
                yield f"{name} is {given[name]}: that is nearly everybody"
        except ValueError as error:
            yield f"{name} is no range of addresses: {error}"


def identities(view):
    """Whoever may wear an identity at Google wears it, and the sink of logs has one."""
    if view.name != "google":
        return
    worn = set()
    for one in view.objects:
        for place in (one["metadata"], (one.get("spec") or {}).get("serviceAccountTemplate", {}).get("metadata", {})):
            if "iam.gke.io/gcp-service-account" in place.get("annotations", {}):
                worn.add((one["metadata"]["namespace"], one["metadata"]["name"]))
    for one in view.of("HelmRelease"):
        if "iam.gke.io/gcp-service-account" in str(one["spec"]["values"]):
            worn.add((one["metadata"]["namespace"], one["metadata"]["name"]))
    # The one is put on by `task bootstrap`, the other one by a restore (docs/operations/restore.md).
    worn |= {("flux-system", "kustomize-controller"), ("dhis2", "postgis-restored"), ("dhis2", "postgis")}
    for one in view.of("IAMPolicyMember"):
        who = re.search(r"\[([^/]+)/([^\]]+)\]$", one["spec"].get("member", ""))
        if who and who.groups() not in worn:
            yield f"{title(one)} is for {'/'.join(who.groups())}, which does not wear it: add its annotation"
    for one in view.of("Cluster"):
        if not one["spec"].get("serviceAccountTemplate", {}).get("metadata", {}).get("annotations", {}).get("iam.gke.io/gcp-service-account"):
            yield f"{title(one)} has no identity at Google: no backup can be written"
    for one in view.of("LoggingLogSink"):
        if not one["spec"].get("uniqueWriterIdentity"):
            yield f"{title(one)} writes as nobody"


def storage(view):
    """Volumes are of classes that there are, and not smaller than Google makes them."""
    classes = {"premium-rwo", "standard-rwo", "standard-rwx"} if view.name == "google" else {
        *(tree.names(view.top).get(name) for name in ("STORAGE_CLASS", "SHARED_STORAGE_CLASS")), *(one["metadata"]["name"] for one in view.of("StorageClass"))}
    for one in view.of("Cluster", "PersistentVolumeClaim", "CronJob"):
        for field in ("storageClass", "storageClassName"):
            for name in everywhere(one["spec"], field):
                if name not in classes:
                    yield f"{title(one)} wants the class of storage {name}, which is not there"
        if one["spec"].get("storageClassName") == "standard-rwx" and not str(one["spec"]["resources"]["requests"]["storage"]).endswith("Ti"):
            yield f"{title(one)} is smaller than Filestore makes any"


def dns(view):
    if view.name != "google":
        return
    given, zones = tree.names(view.top), {one["metadata"]["name"]: one["spec"] for one in view.of("DNSManagedZone")}
    records = [one["spec"] for one in view.of("DNSRecordSet")]
    if not any(record["name"] == f"{given.get('DOMAIN')}." and record["type"] == "A" for record in records):
        yield f"no record says where {given.get('DOMAIN')} is"
    for record in records:
        zone = zones.get(record["managedZoneRef"]["name"])
        if zone and not record["name"].endswith(zone["dnsName"]):
            yield f"the record {record['name']} is not of the zone {zone['dnsName']}"
        # Google's own services are asked at the addresses that network policies know.
        if zone and zone["dnsName"] == "googleapis.com." and record["type"] == "A":
            for address in record["rrdatas"]:
                if ipaddress.ip_address(address) not in ipaddress.ip_network(given["OBJECT_STORE_CIDR"]):
                    yield f"{record['name']} is {address}, which is outside of OBJECT_STORE_CIDR"


def webhooks(view):
    """The control plane reaches the webhooks that policies let it reach."""
    if view.name != "google":
        return
    plane = tree.names(view.top)["CONTROL_PLANE_CIDR"]
    wanted = {port["port"] for one in view.of("NetworkPolicy") for rule in one["spec"].get("ingress", []) for peer in rule.get("from", [])
              if peer.get("ipBlock", {}).get("cidr") == plane for port in rule["ports"]}
    opened = {int(port) for one in view.of("ComputeFirewall") if plane in one["spec"].get("sourceRanges", [])
              for allowed in one["spec"].get("allow", []) for port in allowed.get("ports", [])}
    for port in sorted(wanted - opened - OPEN_TO_CONTROL_PLANE):
        yield f"no ComputeFirewall lets the control plane reach webhooks on {port}"
    for one in view.of("ComputeFirewall"):
        if one["spec"].get("sourceRanges") != [plane] or set(opened) - wanted:
            yield f"{title(one)} opens nodes to more than the control plane, or more of them than webhooks"


def config_connector(view):
    """Config Connector works for one namespace, as one account, and deletes nothing at Google."""
    if view.name != "google":
        return
    made = {one["metadata"].get("namespace") for one in view.objects if ".cnrm." in one["apiVersion"] and not one["apiVersion"].startswith("core.")}
    contexts = {one["metadata"]["namespace"] for one in view.of("ConfigConnectorContext")}
    if made != contexts:
        yield f"Config Connector works for {', '.join(map(str, contexts))}, and resources are in {', '.join(map(str, made))}"
    for one in view.of("ConfigConnector"):
        if one["spec"].get("mode") != "namespaced":
            yield f"{title(one)} works for every namespace by one account"
    for space in sorted(filter(None, made)):
        home = view.named("Namespace", space)
        if home and home["metadata"].get("annotations", {}).get("cnrm.cloud.google.com/deletion-policy") != "abandon":
            yield f"{title(home)}: what is taken out of the repository is deleted at Google, buckets of backups too"


CHECKS = [references, rights, cluster, names, identities, storage, dns, webhooks, config_connector]
