"""Stage A: everything that can be known of the platform's files without a cluster and without a network.

Not tested here: whether an API server takes them (stage B), whether pods start, what operators make of them, and what a network
really lets through: policies are worked out from their text.
"""
import json
import pathlib
import re
import shutil
import subprocess

import pytest

import checks
import form
import safety
import tree

VIEWS = {}
CHECKS = {check.__name__: check for check in checks.ALL}
SCRIPTS = sorted([*(tree.TOP / "k8s").rglob("*.sh"), *filter(pathlib.Path.is_file, (tree.TOP / "scripts/platform").iterdir()),
                  tree.TOP / "scripts/image", tree.TOP / "single-server/install", tree.TOP / "single-server/failed"])


def view(name):
    if name not in VIEWS:
        VIEWS[name] = tree.view(tree.TOP, name)
    return VIEWS[name]


@pytest.mark.parametrize("name", ["google", "bare", "ci"])
@pytest.mark.parametrize("check", CHECKS)
def test_the_tree_has_no(check, name):
    problems = list(checks.said(CHECKS[check], view(name)))
    assert not problems, "\n" + "\n".join(problems)


def test_every_file_has_its_reader_and_every_name_its_use():
    problems = list(form.unread_files([view(name) for name in ("google", "bare", "ci")]))
    assert not problems, "\n" + "\n".join(problems)


def test_yaml_is_tidy():
    rules = "{extends: relaxed, rules: {line-length: disable, commas: enable, braces: {max-spaces-inside: 1}, truthy: enable}}"
    done = subprocess.run([tree.TOOLS / "bin/yamllint", "-s", "-d", rules, tree.TOP / "k8s", tree.TOP / "infrastructure",
                           tree.TOP / "tests/platform", tree.TOP / "Taskfile.yaml"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_scripts_pass_shellcheck():
    shell = [script for script in SCRIPTS if "python" not in script.read_text().splitlines()[0]]
    done = subprocess.run(["shellcheck", "-x", *shell], capture_output=True, text=True, cwd=tree.TOP)
    assert done.returncode == 0, done.stdout


def test_every_task_and_every_page_names_scripts_that_are_there():
    """What Taskfile.yaml and the operators' pages call exists: scripts, tasks, folders, manifests, jobs, alerts; and each folder has a page."""
    tasks = tree.documents((tree.TOP / "Taskfile.yaml").read_text())[0]["tasks"]
    pages = sorted((tree.TOP / "docs/operations").glob("*.md"))
    problems = []
    for page in [tree.TOP / "Taskfile.yaml", *pages]:
        text = page.read_text()
        for path in re.findall(r"(?<![\w/])((?:k8s|infrastructure|scripts|single-server|tests|docs)/[\w./-]*[\w/])", text):
            if not (tree.TOP / path).exists():
                problems.append(f"{page.name} names {path}, which is not there")
        for name in re.findall(r"(?:`|^    |=\S+ )task ([a-z-]+)", text, re.MULTILINE):
            if name not in tasks:
                problems.append(f"{page.name} names the task {name}, which Taskfile.yaml does not have")
        for name in re.findall(r"cronjob/([a-z-]+)", text):
            if not view("google").named("CronJob", name, "dhis2"):
                problems.append(f"{page.name} starts the job {name}, which nothing makes")
    texts = {page.name: page.read_text() for page in pages}
    problems += [f"no page says what {folder.relative_to(tree.TOP)} is" for folder in [*(tree.TOP / "k8s").iterdir(), tree.TOP / "infrastructure"]
                 if f"`{folder.relative_to(tree.TOP)}`" not in texts["platform.md"] and folder.name != "dhis2"]
    alerts = {rule["alert"] for one in view("google").of("PrometheusRule") for group in one["spec"]["groups"] for rule in group["rules"]}
    told = set(re.findall(r"\b(?:Afya|Drill|Logical|Base|Wal|Volume|Too|Standby)[A-Z]\w+\b", "".join(texts.values())))
    problems += [f"the pages tell of the alert {name}, which nothing raises" for name in sorted(told - alerts)]
    assert not problems, "\n" + "\n".join(problems)


@pytest.mark.parametrize("name, folder", [("cloudnative-pg", "releases"), ("plugin-barman-cloud", "kubernetes")])
def test_what_flux_changes_in_an_operators_own_manifests_is_changed(name, folder, tmp_path):
    """Flux's images and patches, put over the manifests that the repository of the release has."""
    one = view("google").named("Kustomization", name)
    source = next(pathlib.Path(at) for at in (tree.TOOLS / "sources").iterdir() if at.name == name)
    shutil.copytree(source, tmp_path, dirs_exist_ok=True)
    content = {"resources": [folder if (tmp_path / folder / "kustomization.yaml").exists() else f"{folder}/cnpg-1.30.0.yaml"],
               "images": one["spec"].get("images", []), "patches": one["spec"].get("patches", [])}
    (tmp_path / "kustomization.yaml").write_text(json.dumps({"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", **content}))
    made = tree.documents(tree.build(tmp_path))
    images = [container["image"] for found in made if found["kind"] == "Deployment" for container in found["spec"]["template"]["spec"]["containers"]]
    assert images and all(safety.DIGEST.search(image) and "testing" not in image for image in images)
    if name == "cloudnative-pg":
        (operator,) = [found for found in made if found["kind"] == "Deployment"]
        (container,) = operator["spec"]["template"]["spec"]["containers"]
        told = {variable["name"]: variable.get("value") for variable in container["env"]}
        assert images[0].split("@")[1] == told["OPERATOR_IMAGE_NAME"].split("@")[1] and operator["spec"]["replicas"] == 2
    else:
        (secret,) = [found for found in made if found["kind"] == "Secret"]
        assert safety.DIGEST.search(secret["stringData"]["SIDECAR_IMAGE"])


def test_the_operator_that_is_installed_is_the_one_whose_schemas_are_tested():
    versions = pathlib.Path(tree.TOP / "scripts/platform/tools").read_text()
    for source in view("google").of("GitRepository"):
        if source["metadata"]["name"] != "afya":
            assert f"{source['metadata']['name']}@{source['spec']['ref']['tag']} " in versions
    chart = view("google").named("OCIRepository", "cert-manager")
    assert f"cert-manager@v{chart['spec']['ref']['semver']} " in versions
