"""Reads the platform's tree as Flux does: from its Kustomizations to folders, through kustomize, with the names put in."""
import dataclasses
import hashlib
import pathlib
import re
import subprocess
import sys

import yaml

TOP = pathlib.Path(__file__).resolve().parents[2]
TOOLS = TOP / ".afya/platform"
# In place of a name that is used and not given.
NAME = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def documents(text):
    return [document for document in yaml.load_all(text, LOADER) if document]


BUILT = {}


def built(top, folder):
    """What kustomize makes of a folder, as text; a folder with the same content is built once."""
    content = [(file.relative_to(top.resolve()), file.read_bytes()) for file in sorted(files_of(top, folder)) if file.is_file()]
    key = hashlib.sha256(repr(content).encode()).hexdigest()
    if key not in BUILT:
        BUILT[key] = build(top / folder)
    return BUILT[key]


def build(folder):
    done = subprocess.run([TOOLS / "bin/kustomize", "build", folder], capture_output=True, text=True)
    if done.returncode != 0:
        raise ValueError(f"{folder}: {done.stderr.strip()}")
    return done.stdout


def names(top):
    (given,) = documents((top / "k8s/names/names.yaml").read_text())
    return given["data"]


def rendered(top, folder):
    """The objects of a folder as Flux applies them, and the names that were used."""
    given, used, objects = names(top), set(), []

    def put_in(match):
        used.add(match.group(1))
        return given.get(match.group(1), match.group(0))

    for part in re.split(r"(?m)^---$", built(top, folder)):
        keeps = "kustomize.toolkit.fluxcd.io/substitute: disabled" in part
        # The file of names names others in its comments only.
        objects += documents(part if keeps else NAME.sub(put_in, part))
    return objects, used


@dataclasses.dataclass
class View:
    """All objects of one way to run the platform, each with the folder that it comes from."""

    name: str
    top: pathlib.Path
    objects: list
    used: set
    by_folder: dict

    @property
    def folders(self):
        return list(self.by_folder)

    def of(self, *kinds):
        """The objects of some kinds; Config Connector has a `Service` too, which is none of Kubernetes'."""
        return [found for found in self.objects if found["kind"] in kinds and not found["apiVersion"].startswith("serviceusage.")]

    def named(self, kind, name, namespace=None):
        return next((found for found in self.of(kind) if found["metadata"]["name"] == name
                     and namespace in (None, found["metadata"].get("namespace"))), None)


def view(top, name):
    """`google` and `bare` begin at Flux's own folder; `ci` is one folder."""
    waiting = ["k8s/dhis2/overlays/ci"] if name == "ci" else [f"k8s/flux-system/{name}"]
    folders, objects, used = {}, [], set()
    while waiting:
        folder = waiting.pop(0)
        if folder in folders:
            continue
        found, names_there = rendered(top, folder)
        folders[folder] = found
        used |= names_there
        objects += found
        for one in found:
            its_own = one["kind"] == "Kustomization" and one["spec"]["sourceRef"]["name"] == "afya"
            if its_own and one["metadata"]["name"] != "platform":
                waiting.append(one["spec"]["path"].removeprefix("./"))
    return View(name, top, objects, used, folders)


def files_of(top, folder):
    """The files that a folder's kustomization reads, its own among them."""
    own = (top / folder / "kustomization.yaml").resolve()
    content = yaml.load(own.read_text(), LOADER)
    found = {own}
    for entry in content.get("resources", []) + content.get("components", []):
        at = (own.parent / entry).resolve()
        found |= files_of(top, at) if at.is_dir() else {at}
    for patch in content.get("patches", []):
        if "path" in patch:
            found.add((own.parent / patch["path"]).resolve())
    for maker in content.get("configMapGenerator", []):
        found |= {(own.parent / entry.split("=")[-1]).resolve() for entry in maker.get("files", [])}
    return found


def template_of_restore(file):
    """The objects that new-cluster.sh makes of a template, for a cluster that it might be."""
    given = {"NEW": "postgis-restored", "FROM": "postgis", "INSTANCES": "3", "SIZE": "200Gi", "WAL_SIZE": "50Gi", "CLASS": "premium-rwo",
             "IDENTITY": '{"a": "b"}', "TARGET": "targetName: dump-20260101T000000Z"}
    return documents(NAME.sub(lambda match: given[match.group(1)], file.read_text()))


if __name__ == "__main__":
    printed, _ = rendered(pathlib.Path(sys.argv[1]), sys.argv[2])
    print(yaml.safe_dump_all(printed, sort_keys=False), end="")
