"""The image's archive and list of parts, made of a stand-in for the binary; `scripts/image` compiles the real one.

Not tested here: that the same commit gives the same binary (docs/operations/platform.md says how to see it).
"""
import gzip
import hashlib
import io
import json
import os
import subprocess
import tarfile

import pytest

import tree

BINARY = b"\x7fELF stand-in" * 1000


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("image")
    (folder / "afya").write_bytes(BINARY)

    def make(name, binary=folder / "afya", umask=0o022, **environment):
        done = subprocess.run(["python3", tree.TOP / "scripts/oci-archive", binary, "c" * 40, folder / name], umask=umask, cwd=binary.parent,
                              env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000", **environment}, capture_output=True, text=True, check=True)
        return done.stdout.strip(), (folder / name).read_bytes()

    return make


def blobs(content):
    with tarfile.open(fileobj=io.BytesIO(content)) as packed:
        return {one.name: packed.extractfile(one).read() for one in packed if one.isfile()}


def test_the_same_binary_makes_the_same_bytes_on_whatever_machine(archive, tmp_path):
    other = tmp_path / "server"
    other.write_bytes(BINARY)
    other.chmod(0o600)
    os.utime(other, (1, 1))
    elsewhere = {"TZ": "Africa/Nairobi", "LC_ALL": "C", "PYTHONHASHSEED": "7", "HOME": str(tmp_path), "USER": "somebody"}
    digest, content = archive("one.tar")
    assert (digest, content) == archive("two.tar", other, 0o077, **elsewhere)
    layers = [blob for blob in blobs(content).values() if blob.startswith(b"\x1f\x8b")]
    assert [layer[:10] for layer in layers] == [b"\x1f\x8b\x08\0\0\0\0\0\x02\xff"]


def test_another_binary_and_another_commit_have_another_digest(archive, tmp_path):
    other = tmp_path / "afya"
    other.write_bytes(BINARY + b"!")
    digests = {archive("one.tar")[0], archive("two.tar", other)[0], archive("three.tar", SOURCE_DATE_EPOCH="1700000001")[0]}
    assert len(digests) == 3


def test_every_blob_is_what_its_digest_says_and_the_printed_digest_names_the_manifest(archive):
    digest, content = archive("one.tar")
    files = blobs(content)
    for name, blob in files.items():
        if name.startswith("blobs/sha256/"):
            assert hashlib.sha256(blob).hexdigest() == name.rsplit("/", 1)[1]
    index = json.loads(files["index.json"])
    assert index["manifests"][0]["digest"] == digest
    manifest = json.loads(files["blobs/" + digest.replace(":", "/")])
    packed = files["blobs/" + manifest["layers"][0]["digest"].replace(":", "/")]
    configuration = json.loads(files["blobs/" + manifest["config"]["digest"].replace(":", "/")])
    assert configuration["rootfs"]["diff_ids"] == ["sha256:" + hashlib.sha256(gzip.decompress(packed)).hexdigest()]
    assert json.loads(files["oci-layout"]) == {"imageLayoutVersion": "1.0.0"}


def test_the_image_holds_one_program_and_nobody_is_root(archive):
    _, content = archive("one.tar")
    files = blobs(content)
    documents = [json.loads(blob) for name, blob in files.items() if blob.startswith(b"{") and name.startswith("blobs")]
    manifest = next(one for one in documents if "layers" in one)
    configuration = next(one for one in documents if "rootfs" in one)
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(files["blobs/" + manifest["layers"][0]["digest"].replace(":", "/")]))) as layer:
        entries = {one.name: one for one in layer}
        assert layer.extractfile("afya").read() == BINARY
    assert set(entries) == {"afya", "etc", "etc/passwd", "tmp"} and entries["afya"].mode == 0o555
    assert all(one.mtime == 1700000000 and one.uid == 0 for one in entries.values())
    assert configuration["config"]["User"] == "65532:65532" and configuration["config"]["Entrypoint"] == ["/afya"]


def test_the_image_starts_as_the_deployment_starts_it(archive):
    files = blobs(archive("one.tar")[1])
    configuration = next(json.loads(blob) for name, blob in files.items() if b'"rootfs"' in blob and name.startswith("blobs"))
    (deployment,) = [one for one in tree.documents((tree.TOP / "k8s/dhis2/base/deployment.yaml").read_text()) if one["kind"] == "Deployment"]
    pod = deployment["spec"]["template"]["spec"]
    assert configuration["config"]["Cmd"] == pod["containers"][0]["args"]
    assert configuration["config"]["User"] == f"{pod['securityContext']['runAsUser']}:{pod['securityContext']['runAsGroup']}"


def test_parts_are_what_is_linked_in():
    def package(name, **more):
        return {"id": name, "name": name, "version": "1.0.0", "license": "MIT/Apache-2.0", "source": "registry", **more}

    def node(name, *needs):
        return {"id": name, "deps": [{"pkg": other, "dep_kinds": [{"kind": kind}]} for other, kind in needs]}

    metadata = {"packages": [package("afya-server", source=None), package("used"), package("deep"), package("for-tests"), package("for-builds")],
                "resolve": {"nodes": [node("afya-server", ("used", None), ("for-tests", "dev"), ("for-builds", "build")), node("used", ("deep", None)),
                                      node("deep"), node("for-tests"), node("for-builds")]}}
    done = subprocess.run(["python3", tree.TOP / "scripts/parts-of-binary"], input=json.dumps(metadata), capture_output=True, text=True, check=True)
    listed = json.loads(done.stdout)
    assert [part["name"] for part in listed["components"]] == ["deep", "used"]
    assert listed["components"][0]["purl"] == "pkg:cargo/deep@1.0.0"
    assert listed["components"][0]["licenses"] == [{"expression": "MIT OR Apache-2.0"}]
