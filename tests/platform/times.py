"""Checks of when things happen: schedules, what is kept for how long, probes and drains, Flux's rounds. Each yields sentences."""
import datetime
import json
import re

import workloads
from form import everywhere, title

DAY = datetime.timedelta(days=1)
# Smallest and largest number of each field: minute, hour, day of the month, month, day of the week.
FIELDS = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)]


def seconds(text):
    """`10m`, `1h30m`, `40s` or `2160h` in seconds."""
    return sum(int(number) * {"s": 1, "m": 60, "h": 3600, "d": 86400}[unit] for number, unit in re.findall(r"(\d+)([smhd])", str(text)))


def field(text, least, most):
    """The numbers that a field of a schedule means, or None where it means none."""
    found = set()
    for part in text.split(","):
        match = re.fullmatch(r"(\*|\d+)(?:-(\d+))?(?:/(\d+))?", part)
        if not match:
            return None
        first, last, step = match.groups()
        begin = least if first == "*" else int(first)
        end = int(last) if last else most if first == "*" or step else begin
        if not least <= begin <= end <= most:
            return None
        found |= set(range(begin, end + 1, int(step or 1)))
    return found


def longest_wait(schedule):
    """The longest time between two runs, or None where the schedule is wrong or its day never comes."""
    parts = schedule.split()[-5:]
    read = [field(text, *limits) for text, limits in zip(parts, FIELDS)]
    if len(parts) != 5 or None in read:
        return None
    minutes, hours, days, months, weekdays = read
    weekdays = {day % 7 for day in weekdays}
    runs, day = [], datetime.datetime(2024, 1, 1)
    while day < datetime.datetime(2029, 1, 1):
        by_month, by_week = day.day in days, day.isoweekday() % 7 in weekdays
        # Where both are limited one of them is enough, as cron has it.
        if day.month in months and (by_month or by_week if "*" not in (parts[2], parts[4]) else by_month and by_week):
            runs += [day + datetime.timedelta(hours=hour, minutes=minute) for hour in hours for minute in minutes]
        day += DAY
    runs.sort()
    return max((after - before for before, after in zip(runs, runs[1:])), default=None)


def schedules(view):
    """What is scheduled comes, is let finish, and comes before its alert does."""
    alerts = [rule for one in view.of("PrometheusRule") for group in one["spec"]["groups"] for rule in group["rules"]]
    for one in view.of("CronJob", "ScheduledBackup"):
        spec, name = one["spec"], one["metadata"]["name"]
        wait = longest_wait(spec["schedule"])
        if not wait:
            yield f"{title(one)} has the schedule `{spec['schedule']}`, which never comes"
            continue
        told = "last_available_backup" if one["kind"] == "ScheduledBackup" else f'cronjob="{name}"'
        for rule in alerts:
            limit = re.search(r"> ([\d *]+)$", rule["expr"])
            if told in rule["expr"] and limit:
                allowed = datetime.timedelta(seconds=eval_product(limit.group(1)))
                if not wait < allowed <= wait + DAY:
                    yield f"{title(one)} runs each {wait}, and {rule['alert']} waits for {allowed}"
        if one["kind"] == "CronJob" and spec.get("timeZone") != "Etc/UTC":
            yield f"{title(one)} runs by the time of {spec.get('timeZone')}, and pages say UTC"
        if one["kind"] == "CronJob":
            if spec.get("startingDeadlineSeconds", 3600) < 60:
                yield f"{title(one)} is given up before it is looked for: startingDeadlineSeconds is too small"
            if spec.get("concurrencyPolicy") != "Forbid":
                yield f"{title(one)} may run beside itself"
            if spec["jobTemplate"]["spec"].get("activeDeadlineSeconds", 0) < 3600:
                yield f"{title(one)} is ended within the hour, which a country's data need"


def eval_product(text):
    """`8 * 86400` as a number."""
    product = 1
    for factor in text.split("*"):
        product *= int(factor)
    return product


def kept(view):
    """Backups are there for as long as two drills and a fortnight to notice take, and nothing removes them earlier."""
    drill = view.named("CronJob", "restore-drill", "dhis2")
    rhythm = longest_wait(drill["spec"]["schedule"]) if drill else None
    least = 2 * rhythm if rhythm else 14 * DAY
    for one in view.of("ObjectStore"):
        policy = re.fullmatch(r"(\d+)([dwm])", one["spec"].get("retentionPolicy", ""))
        days = int(policy.group(1)) * {"d": 1, "w": 7, "m": 30}[policy.group(2)] if policy else 0
        if days * DAY < least:
            yield f"{title(one)} keeps base backups for {days} days, less than two drills take"
    for one in view.of("StorageBucket"):
        name, spec = one["metadata"]["name"], one["spec"]
        lock = (spec.get("retentionPolicy") or {}).get("retentionPeriod", 0) / 86400
        ages = [rule["condition"]["age"] for rule in spec.get("lifecycleRule", []) if rule["action"]["type"] == "Delete" and "age" in rule["condition"]]
        if any(age <= lock or age * DAY < least for age in ages):
            yield f"the bucket {name} removes by age what is {min(ages)} days old, while it is locked or still wanted"
        if lock and lock * DAY < least:
            yield f"the bucket {name} locks for {lock:.0f} days, less than two drills take"
        if not lock and (not spec.get("versioning", {}).get("enabled") or ages):
            yield f"the bucket {name} has neither a lock nor versions: what is removed is gone"
    for one in view.of("Certificate"):
        spec = one["spec"]
        last, before = seconds(spec.get("duration", "2160h")), seconds(spec.get("renewBefore", "0h"))
        if not min(7 * 86400, last / 4) <= before <= last / 2:
            yield f"{title(one)} is valid for {spec.get('duration')} and renewed {spec.get('renewBefore')} before: too late or all the time"
    for one in view.of("KMSCryptoKey"):
        if not 0 < seconds(one["spec"].get("rotationPeriod", "0s")) <= 366 * 86400:
            yield f"{title(one)} is not changed within a year"


def drains(view):
    """Probes ask what they are for and give time; a server that is told to stop finishes what is under way."""
    for one in view.of("Deployment"):
        template = one["spec"]["template"]
        spec, notes = template["spec"], template["metadata"].get("annotations", {})
        if one["spec"].get("minReadySeconds", 0) < 1 or one["spec"].get("progressDeadlineSeconds", 600) < 300:
            yield f"{title(one)} counts a server too early, or gives up before it has started"
        for container in spec["containers"]:
            at = f"{title(one)}: the container {container['name']}"
            for port in container.get("ports", []):
                if port["name"] not in ("http", "management"):
                    yield f"{at} opens the port {port['name']}, which nobody needs"
            for probe, path in (("startupProbe", "startup"), ("readinessProbe", "ready"), ("livenessProbe", "live")):
                asked = container.get(probe, {}).get("httpGet", {}).get("path", "")
                if asked and not asked.endswith("/" + path):
                    yield f"{at}: {probe} asks for {asked}, and not whether it is {path}"
                patience = container.get(probe, {}).get("periodSeconds", 10) * container.get(probe, {}).get("failureThreshold", 3)
                if patience < {"startupProbe": 120, "readinessProbe": 5, "livenessProbe": 30}[probe]:
                    yield f"{at}: {probe} gives up after {patience} s"
                if probe == "readinessProbe" and patience > 30:
                    yield f"{at} gets requests for {patience} s after it could not answer them"
            stop = container.get("lifecycle", {}).get("preStop", {}).get("sleep", {}).get("seconds", 0)
            if stop < 3:
                yield f"{at} stops before it is taken out of the service: it needs a preStop that sleeps"
            proxy = json.loads(notes.get("proxy.istio.io/config", "{}"))
            needed = stop + seconds(proxy.get("terminationDrainDuration", "0s")) + 10
            if spec.get("terminationGracePeriodSeconds", 30) < needed:
                yield f"{at} is killed before its {needed} s of draining are over: terminationGracePeriodSeconds is too small"
            if not proxy.get("holdApplicationUntilProxyStarts"):
                yield f"{at} may start before its sidecar can carry it"


def flux_rounds(view):
    """Each folder is looked at within the hour, takes away what was taken out, and overwrites nothing by force."""
    for one in view.of("Kustomization"):
        spec = one["spec"]
        if spec.get("suspend"):
            yield f"{title(one)} is suspended"
        if not spec.get("prune"):
            yield f"{title(one)} leaves in the cluster what was taken out of the repository"
        if spec.get("force"):
            yield f"{title(one)} deletes what it cannot change: only what says so itself may be made anew"
        if not 60 <= seconds(spec["interval"]) <= 3600:
            yield f"{title(one)} is looked at each {spec['interval']}: drift stays"
        if seconds(spec.get("timeout", "0s")) < 60:
            yield f"{title(one)} is given up after {spec.get('timeout')}"
        folder = spec["path"].removeprefix("./")
        if folder in view.by_folder and {"kind": "ConfigMap", "name": "names"} not in spec.get("postBuild", {}).get("substituteFrom", []):
            yield f"{title(one)} does not put in the names of k8s/names/names.yaml"
        source = view.named("GitRepository", spec["sourceRef"]["name"], "flux-system")
        if source and f"!/{folder.split('/')[0]}" not in source["spec"].get("ignore", "").splitlines():
            yield f"{title(one)} reads {folder}, which {title(source)} leaves out"
        if spec["path"] == "./k8s/secrets" and spec.get("decryption", {}).get("provider") != "sops":
            yield f"{title(one)} does not decrypt"
    for one in view.of("GitRepository"):
        if not re.match(r"https://|ssh://", one["spec"]["url"]):
            yield f"{title(one)} is read from {one['spec']['url']}, which anybody on the way may change"
        if one["metadata"]["name"] == "afya" and one["spec"]["ref"] != {"branch": "main"}:
            yield f"{title(one)} follows {one['spec']['ref']}, and pages tell people to push to main"
        if one["metadata"]["name"] != "afya" and "tag" not in one["spec"]["ref"] and "commit" not in one["spec"]["ref"]:
            yield f"{title(one)} takes whatever is there"
    holders = {(one["kind"], one["metadata"]["name"]) for one in view.of("Cluster", "PersistentVolumeClaim")}
    homes = {("Namespace", one["metadata"]["namespace"]) for one in view.of("Cluster", "PersistentVolumeClaim")}
    for kind, name in sorted(holders | homes):
        one = view.named(kind, name)
        if one and one["metadata"].get("annotations", {}).get("kustomize.toolkit.fluxcd.io/prune") != "disabled":
            yield f"{title(one)} holds data, and Flux removes it when its file goes"
    for one in view.of("Kustomization"):
        if one["metadata"]["name"] == "cloudnative-pg" and one["spec"].get("deletionPolicy") != "Orphan":
            yield f"{title(one)} takes every database with it when it goes"
    for one in view.of("Job"):
        if one["metadata"].get("annotations", {}).get("kustomize.toolkit.fluxcd.io/force") != "enabled":
            yield f"{title(one)} cannot change and is not made anew: an upgrade stops there"


# Which folder brings the kinds of a group; whoever makes one waits for it.
BRINGS = {"cert-manager.io": "cert-manager", "postgresql.cnpg.io": "cnpg-system", "barmancloud.cnpg.io": "cnpg-system",
          "networking.istio.io": "istio-ingress", "security.istio.io": "istio-ingress", "monitoring.coreos.com": "monitoring"}


def flux_waits(view):
    """Whoever needs a kind, a namespace or a secret waits for the folder that makes it."""
    flux = {one["metadata"]["name"]: one["spec"] for one in view.of("Kustomization")}
    inside = {name: view.by_folder.get(spec["path"].removeprefix("./"), []) for name, spec in flux.items()}

    def before(name):
        found, waiting = set(), [name]
        while waiting:
            for other in (flux.get(waiting.pop()) or {}).get("dependsOn", []):
                if other["name"] not in found:
                    found.add(other["name"])
                    waiting.append(other["name"])
        return found

    makers = {}
    for name, objects in inside.items():
        for one in objects:
            if one["kind"] == "Namespace":
                makers["Namespace", one["metadata"]["name"]] = name
            if one["kind"] == "Cluster":
                makers["Secret", one["metadata"]["name"] + "-app"] = name
            if one["kind"] == "Job":
                makers["Job"] = name
    for name, objects in inside.items():
        if name == "platform":
            continue
        wanted = set()
        for one in objects:
            wanted.add(BRINGS.get(one["apiVersion"].rpartition("/")[0]))
            wanted.add(makers.get(("Namespace", one["metadata"].get("namespace"))))
            wanted |= {makers.get(("Secret", reference["name"])) for reference in everywhere(one.get("spec") or {}, "secretKeyRef")}
            if one["kind"] == "Deployment":
                wanted.add(makers.get("Job"))
        if flux[name].get("serviceAccountName") not in (None, "platform"):
            wanted |= {other for other, content in inside.items() for one in content if one["kind"] == "RoleBinding"
                       and flux[name]["serviceAccountName"] in [subject["name"] for subject in one["subjects"]]}
        for other in sorted(wanted - {None, name} - before(name)):
            yield f"the folder {name} needs what {other} makes and does not wait for it"


CHECKS = [schedules, kept, drains, flux_rounds, flux_waits]
