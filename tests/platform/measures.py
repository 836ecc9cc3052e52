"""Checks of what is measured and told: rules and dashboards read metrics that there are, of things that there are."""
import json
import re

import tree
import workloads
from form import everywhere, title

WORDS = {"and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "bool", "offset"}
# What Prometheus adds to each series, and what the kubelet and kube-state-metrics say of theirs.
LABELS = {"namespace", "pod", "job", "instance", "container", "le", "cronjob", "deployment", "persistentvolumeclaim", "value"}
SUFFIXES = {"Histogram": ("_bucket", "_count", "_sum"), "Gauge": ("",), "Counter": ("_total",), "Info": ("_info",)}


def of_the_server():
    """({metric: its labels}, quoted words) of the server's own source."""
    source = (tree.TOP / "crates/server/src/metrics.rs").read_text()
    sets = {name: set(re.findall(r"(\w+):", text)) for name, text in
            re.findall(r"EncodeLabelSet\)\]\s*(?:pub\S* )?struct (\w+) \{([^}]*)\}", source)}
    kinds = {name: (kind, sets.get(of, set())) for name, of, kind in
             re.findall(r"let (?:mut )?(\w+) = (?:Family::<(\w+), )?[^;]*?\b(Histogram|Gauge|Counter|Info)\b[^;]*;", source)}
    names = {}
    for name, unit, variable in re.findall(r'\.register(?:_with_unit)?\(\s*"(\w+)",\s*"[^"]*",\s*(?:Unit::(\w+),\s*)?(\w+)', source):
        stem = f"afya_{name}" + (f"_{unit.lower()}" if unit else "")
        kind, labels = kinds[variable]
        names |= {stem + suffix: labels for suffix in SUFFIXES[kind]}
    return names, set(re.findall(r'"([^"]*)"', source))


def read_by(expression):
    """(metric, [(label, value)]) of an expression, and all labels that it groups by."""
    grouped = {label for text in re.findall(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)", expression)
               for label in re.findall(r"\w+", text)}
    bare = re.sub(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)", " ", expression)
    found = []
    for name, matchers in re.findall(r"(?<![\w\[.\"$])([A-Za-z_:][\w:]*)\s*(\{[^}]*\})?(?!\s*\(|\w)", re.sub(r"\[[^\]]*\]", "", bare)):
        if name not in WORDS:
            found.append((name, re.findall(r'(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"', matchers)))
    # What stands inside of matchers is no metric.
    inside = {word for text in re.findall(r"\{[^}]*\}", bare) for word in re.findall(r"\w+", text)}
    return [one for one in found if one[0] not in inside], grouped


def malformed(expression):
    """What is wrong with the form of an expression, as far as brackets and operators go."""
    text = re.sub(r'"[^"]*"', '""', expression)
    for opening, closing in ("()", "[]", "{}"):
        if text.count(opening) != text.count(closing):
            return f"has {opening} without {closing}"
    text = re.sub(r"\{[^}]*\}|\[[^\]]*\]", "", text)
    if re.search(r"(==|!=|>=|<=|[-+*/%^<>])\s*(==|!=|>=|<=|[*/%^<>])", text) or re.search(r"[-+*/%^<>=]\s*$", text.strip()):
        return "has two operators side by side, or one without anything after it"
    return None


def expressions(view):
    """(object, what it is of, expression)"""
    for one in view.of("PrometheusRule"):
        for group in one["spec"]["groups"]:
            for rule in group["rules"]:
                yield one, rule["alert"], rule["expr"]
    for one in view.of("ConfigMap"):
        for name, text in one["data"].items():
            if name.endswith(".json"):
                try:
                    panels = json.loads(text)
                except ValueError:
                    continue
                for panel in panels["panels"]:
                    for expression in everywhere(panel, "expr"):
                        yield one, panel["title"], expression


def metrics(view):
    names, words = of_the_server()
    others = {line.split("\t")[0] for line in (tree.TOP / "tests/platform/measured.tsv").read_text().splitlines() if not line.startswith("#")}
    there = {"deployment": "Deployment", "cronjob": "CronJob", "persistentvolumeclaim": "PersistentVolumeClaim", "namespace": "Namespace"}
    for one, what, expression in expressions(view):
        fault = malformed(expression)
        if fault:
            yield f"{title(one)}: {what} {fault}"
        read, grouped = read_by(expression)
        if not read:
            yield f"{title(one)}: {what} reads no metric"
        labels = {label for name, _ in read for label in names.get(name, ())}
        for name, matchers in read:
            if name not in names and name not in others:
                yield f"{title(one)}: {what} reads {name}, which the server does not measure and tests/platform/measured.tsv does not list"
            for label, comparison, value in matchers:
                if label not in LABELS | set(names.get(name, ())):
                    yield f"{title(one)}: {what} asks for the label {label}, which {name} does not have"
                if comparison == "=" and label in there and not view.named(there[label], value):
                    yield f"{title(one)}: {what} is about the {there[label]} {value}, which nothing makes"
                if comparison == "=" and label in names.get(name, ()) and label != "status" and value not in words:
                    yield f"{title(one)}: {what} asks for {label} {value}, which the server never says"
        for label in grouped - LABELS - labels:
            yield f"{title(one)}: {what} groups by {label}, which is no label of what it reads"


def monitors(view):
    """What rules read of pods, a monitor reads of them."""
    pods = workloads.every(view)
    told = " ".join(expression for one, _, expression in expressions(view))
    for prefix, name in (("afya_", "afya"), ("cnpg_", "postgis-instance")):
        chosen = [pod for pod in pods if pod.name == name]
        read = any(workloads.matches(one["spec"]["selector"], pod.labels) and one["metadata"]["namespace"] == pod.namespace
                   for one in view.of("PodMonitor") for pod in chosen)
        if prefix in told and not read:
            yield f"no PodMonitor reads {name}, whose metrics ({prefix}…) rules wait for"


def dashboards(view):
    """Each dashboard can be read, and Grafana is told to look for it."""
    looked_for = {label for one in view.of("HelmRelease") for sidecar in everywhere(one["spec"], "dashboards")
                  if isinstance(sidecar, dict) and sidecar.get("enabled") for label in [sidecar.get("label")]}
    for one in view.of("ConfigMap"):
        for name, text in one["data"].items():
            if not name.endswith(".json"):
                continue
            try:
                panels = json.loads(text)["panels"]
            except (ValueError, KeyError) as error:
                yield f"{title(one)}: {name} is no dashboard: {error}"
                continue
            if not panels:
                yield f"{title(one)}: {name} shows nothing"
            if view.name != "ci" and not looked_for & set(one["metadata"].get("labels", {})):
                yield f"{title(one)} has no label that Grafana looks for ({', '.join(map(str, looked_for))})"


def monitoring(view):
    """Prometheus takes every monitor and rule, Flux's messages arrive, and no password is the one that everybody knows."""
    releases = [one for one in view.of("HelmRelease") if one["metadata"]["name"] == "kube-prometheus-stack"]
    for one in releases:
        values = one["spec"]["values"]
        told = values.get("prometheus", {}).get("prometheusSpec", {})
        for kind in ("podMonitor", "serviceMonitor", "rule"):
            if told.get(f"{kind}SelectorNilUsesHelmValues") is not False:
                yield f"{title(one)}: Prometheus leaves out each {kind} that its chart did not make"
        if values.get("alertmanager", {}).get("enabled") is False or values.get("grafana", {}).get("enabled") is False:
            yield f"{title(one)} installs no Alertmanager or no Grafana"
        if values.get("grafana", {}).get("adminPassword", "prom-operator"):
            yield f"{title(one)}: Grafana has a password that others know"
        if "storageSpec" not in told:
            yield f"{title(one)}: Prometheus forgets everything when its pod goes"
        address = f"http://{one['metadata']['name']}-alertmanager.{one['metadata']['namespace']}.svc.cluster.local:9093/api/v2/alerts/"
        for provider in view.of("Provider"):
            if provider["spec"]["address"] != address:
                yield f"{title(provider)} sends to {provider['spec']['address']}, and Alertmanager is {address}"


CHECKS = [metrics, monitors, dashboards, monitoring]
