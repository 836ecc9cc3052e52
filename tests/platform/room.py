"""Checks of room and of the database: what pods ask for fits, what must stay goes last, and PostgreSQL is set to keep what it has
acknowledged. Each yields sentences."""
import re

import workloads
from form import everywhere, title

UNITS = {"": 1, "m": 0.001, "k": 1e3, "M": 1e6, "G": 1e9, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40, "kB": 2**10, "MB": 2**20, "GB": 2**30}
# What the mesh and Google's driver of buckets add to a pod, by the charts' and the driver's own words.
SIDECAR = {"requests.cpu": 0.1, "requests.memory": 128 * 2**20, "limits.memory": 2**30}
BUCKET_DRIVER = {"requests.cpu": 0.25, "requests.memory": 256 * 2**20, "limits.memory": 256 * 2**20}
# A node has eight processors and 32 GiB, of which it keeps some for itself; elsewhere nodes are not smaller (install.md).
NODE = {"cpu": 7.5, "memory": 27 * 2**30}


def amount(text):
    number, unit = re.fullmatch(r"([\d.]+)([A-Za-z]*)", str(text)).groups()
    return float(number) * UNITS[unit]


def asked(resources):
    """What a container asks for, by the names that a quota has."""
    requests, limits = resources.get("requests", {}), resources.get("limits", {})
    return {"requests.cpu": amount(requests.get("cpu", "50m")), "requests.memory": amount(requests.get("memory", "128Mi")),
            "limits.memory": amount(limits.get("memory", "512Mi"))}


def total(view):
    """What everything in dhis2 asks for at most: (name, pods, asks of one pod)."""
    for pod in workloads.of_manifests(view):
        if pod.namespace != "dhis2":
            continue
        parts = [asked(container.get("resources", {})) for container in workloads.containers(pod.spec)]
        count = 1
        if pod.kind == "Deployment":
            scaler = next((one["spec"]["maxReplicas"] for one in view.of("HorizontalPodAutoscaler")
                           if one["spec"]["scaleTargetRef"]["name"] == pod.name), 1)
            one = view.named("Deployment", pod.name, "dhis2")
            surge = str(one["spec"].get("strategy", {}).get("rollingUpdate", {}).get("maxSurge", 1))
            count = scaler + (-(-scaler * int(surge[:-1]) // 100) if surge.endswith("%") else int(surge))
            parts.append(SIDECAR)
        if any("csi" in volume for volume in pod.spec.get("volumes", [])):
            parts.append(BUCKET_DRIVER)
        yield pod.title, count, parts
    for one in view.of("Cluster"):
        own = [asked(one["spec"].get("resources", {}))] + [asked({}) for _ in one["spec"].get("plugins", [])]
        # One more is made before one goes, and a restored cluster stands beside it.
        yield title(one), 2 * one["spec"]["instances"] + 1, own
    for one in view.of("Pooler"):
        yield title(one), one["spec"]["instances"] + 1, [asked(everywhere_first(one["spec"], "resources"))]


def everywhere_first(value, key):
    return next(iter(everywhere(value, key)), {})


def quota(view):
    given = view.named("ResourceQuota", "dhis2", "dhis2")
    hard = given["spec"]["hard"] if given else {}
    if given and not [one for one in view.of("LimitRange") if one["metadata"]["namespace"] == "dhis2" and one["spec"]["limits"][0].get("default")]:
        yield f"{title(given)} refuses every container that says no limit: a LimitRange gives none"
    if view.name != "ci" and given:
        sums, pods = {}, 0
        for _, count, parts in total(view):
            pods += count
            for part in parts:
                for key, value in part.items():
                    sums[key] = sums.get(key, 0) + count * value
        for key, value in {**sums, "pods": pods}.items():
            if amount(hard.get(key, 0)) < value:
                yield f"{title(given)} has {hard.get(key)} of {key}, and all that may run at once asks for {value / UNITS['Gi'] if 'memory' in key else value:.1f}"
        for key in ("services.loadbalancers", "services.nodeports"):
            if str(hard.get(key)) != "0":
                yield f"{title(given)} lets services be opened to the outside ({key})"
    for what, _, parts in total(view):
        for part in parts:
            if part["requests.memory"] > part["limits.memory"]:
                yield f"{what} asks for more memory than its limit"
        for key in ("cpu", "memory"):
            if sum(part[f"requests.{key}"] for part in parts) > NODE[key]:
                yield f"{what} asks for more {key} than a node has"


def priorities(view):
    """Every pod has a priority, and the database's is above the servers', theirs above what is done besides."""
    value = {one["metadata"]["name"]: one["value"] for one in view.of("PriorityClass")}
    if view.name != "ci" and not value.get("dhis2-database", 0) > value.get("dhis2-server", 0) > value.get("dhis2-upkeep", 0):
        yield "priorities are not database, server, upkeep, from the highest down"
    for one in view.of("Cluster", "Pooler"):
        name = one["spec"].get("priorityClassName") or everywhere_first(one["spec"].get("template", {}), "priorityClassName") or None
        if name not in value:
            yield f"{title(one)} has the priority {name}, which nothing makes"
    for one in view.of("ServiceAccount"):
        if one.get("automountServiceAccountToken") is not False:
            yield f"{title(one)} gives its token to every pod that does not refuse it"


def spread(view):
    for one in view.of("Deployment"):
        if one["spec"]["strategy"].get("type") != "RollingUpdate":
            yield f"{title(one)} stops all servers before it starts new ones"
        for rule in one["spec"]["template"]["spec"].get("topologySpreadConstraints", []):
            if not workloads.matches(rule["labelSelector"], one["spec"]["template"]["metadata"]["labels"]):
                yield f"{title(one)} is spread by labels that its pods do not have"
            if rule["topologyKey"] not in ("topology.kubernetes.io/zone", "kubernetes.io/hostname"):
                yield f"{title(one)} is spread over {rule['topologyKey']}, which nodes do not have"
    for one in view.of("HorizontalPodAutoscaler"):
        target = view.named(one["spec"]["scaleTargetRef"]["kind"], one["spec"]["scaleTargetRef"]["name"], one["metadata"]["namespace"])
        if not target or target["apiVersion"] != one["spec"]["scaleTargetRef"]["apiVersion"]:
            yield f"{title(one)} scales what is not there"
        for share in everywhere(one["spec"].get("metrics", []), "averageUtilization"):
            if not 30 <= share <= 90:
                yield f"{title(one)} waits for {share} % of what pods ask for"
        for metric in one["spec"].get("metrics", []):
            if metric["type"] != "Resource" or metric["resource"]["name"] not in ("cpu", "memory"):
                yield f"{title(one)} follows a metric that nothing here serves to autoscalers: only cpu and memory of pods are"
    for pod in workloads.of_manifests(view):
        for volume in pod.spec.get("volumes", []):
            if "emptyDir" in volume and "sizeLimit" not in volume["emptyDir"]:
                yield f"{pod.title} may fill the disk of its node"
        if any("persistentVolumeClaim" in volume or "ephemeral" in volume for volume in pod.spec.get("volumes", [])) and \
                pod.spec["securityContext"].get("fsGroup") != pod.spec["securityContext"].get("runAsGroup"):
            yield f"{pod.title} cannot write to its volume: fsGroup is not its group"
    for one in view.of("PersistentVolumeClaim"):
        if one["spec"]["accessModes"] != ["ReadWriteMany"]:
            yield f"{title(one)} is for one node, and pods on several use it"


def database(view):
    """What CloudNativePG is told keeps what was acknowledged, and lets nobody do more than they must."""
    for one in view.of("Cluster"):
        spec, parameters = one["spec"], one["spec"]["postgresql"].get("parameters", {})
        memory = amount(spec.get("resources", {}).get("limits", {}).get("memory", 0))
        if not memory or (view.name != "ci" and amount(spec["resources"].get("requests", {}).get("memory", 0)) != memory):
            yield f"{title(one)} asks for no memory of its own: a node that is short of it ends PostgreSQL first"
        if memory and amount(parameters.get("shared_buffers", "128MB")) > 0.4 * memory:
            yield f"{title(one)} has shared_buffers for which its memory is too small"
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            if parameters.get(name, "on") != "on":
                yield f"{title(one)} sets {name}: what was acknowledged may be lost"
        if spec["postgresql"]["synchronous"]["number"] > spec["instances"] - 2:
            yield f"{title(one)} can write nothing when one instance is lost"
        if not spec["postgresql"]["synchronous"].get("failoverQuorum"):
            yield f"{title(one)} may make a primary of a standby that lacks what was acknowledged"
        if not 0 < spec.get("smartShutdownTimeout", 180) < spec.get("stopDelay", 1800):
            yield f"{title(one)} is killed before it could shut down"
        if spec.get("primaryUpdateStrategy", "unsupervised") != "unsupervised":
            yield f"{title(one)} waits for somebody at each upgrade"
        if int(parameters.get("max_locks_per_transaction", 64)) < 256:
            yield f"{title(one)} has too few locks for the dump, which locks every table"
        if spec.get("enableSuperuserAccess"):
            yield f"{title(one)} has a password for the superuser"
        if not spec["bootstrap"].get("initdb", {}).get("dataChecksums"):
            yield f"{title(one)} does not notice when a disk spoils a page"
        if not amount(spec.get("walStorage", {}).get("size", 0)):
            yield f"{title(one)} keeps WAL on the disk of the data: one fills the other"
        if not spec["affinity"].get("enablePodAntiAffinity") or (view.name != "ci" and spec["affinity"].get("podAntiAffinityType") != "required"):
            yield f"{title(one)} may have all instances on one node"
        for role in spec.get("managed", {}).get("roles", []):
            if role.get("superuser") or {"pg_write_all_data", "pg_execute_server_program"} & set(role.get("inRoles", [])):
                yield f"{title(one)}: the role {role['name']} may do more than read"
        named = {plugin["name"] for plugin in spec.get("plugins", [])}
        if named - {"barman-cloud.cloudnative-pg.io"}:
            yield f"{title(one)} uses the plugin {', '.join(named)}, which nothing installs"
        owner = spec["bootstrap"].get("initdb", {}).get("owner")
        for made in view.of("Database"):
            if made["spec"]["owner"] != owner or made["spec"].get("databaseReclaimPolicy") != "retain":
                yield f"{title(made)} has another owner, or goes with its manifest"
            if "postgis" not in [part["name"] for part in made["spec"].get("extensions", [])]:
                yield f"{title(made)} has no PostGIS"
        for scheduled in view.of("ScheduledBackup"):
            told = scheduled["spec"]
            if (named and (told.get("method") != "plugin" or told.get("pluginConfiguration", {}).get("name") not in named)) or \
                    (not named and told.get("method") != "barmanObjectStore"):
                yield f"{title(scheduled)} asks for a way of backup that {title(one)} does not have"
    for one in view.of("Pooler"):
        if one["spec"]["instances"] < 2:
            yield f"{title(one)} goes with its node"
        if one["spec"]["type"] != "ro":
            yield f"{title(one)} leads report tools to the primary"
    drill = view.named("CronJob", "restore-drill", "dhis2")
    names = [one["metadata"]["name"] for one in view.of("Cluster")]
    for container in workloads.template_of(drill)["spec"]["containers"] if drill else []:
        if not all(mount.get("readOnly") for mount in container["volumeMounts"] if mount["name"] == "dumps"):
            yield f"{title(drill)} may write to the dumps"
        server = next((variable.get("value") for variable in container["env"] if variable["name"] == "BARMAN_SERVER"), None)
        if server not in names:
            yield f"{title(drill)} restores the server {server}, which writes no backups"
        size = amount(everywhere_first(drill["spec"]["jobTemplate"], "storage") or 0)
        if size < 2 * sum(amount(one["spec"]["storage"]["size"]) for one in view.of("Cluster")):
            yield f"{title(drill)} has no room for the database twice"


CHECKS = [quota, priorities, spread, database]
