"""Images as OCI archives, made without a container engine."""
import hashlib
import io
import json
import pathlib
import subprocess
import tarfile

import tree

IMAGE = tree.TOP / "target/image"


def archive(target: pathlib.Path, name: str, layer: bytes, **configuration):
    """Writes an archive of one layer (a tar) that containerd imports under a name. `configuration` is the `config` of the image."""
    blobs = {}

    def blob(content, media_type):
        digest = "sha256:" + hashlib.sha256(content).hexdigest()
        blobs[digest] = content
        return {"mediaType": media_type, "digest": digest, "size": len(content)}

    packed = blob(layer, "application/vnd.oci.image.layer.v1.tar")
    config = blob(json.dumps({"architecture": "amd64", "os": "linux", "config": configuration,
                              "rootfs": {"type": "layers", "diff_ids": [packed["digest"]]}}).encode(), "application/vnd.oci.image.config.v1+json")
    manifest = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "config": config, "layers": [packed]}
    named = blob(json.dumps(manifest).encode(), manifest["mediaType"])
    named["annotations"] = {"io.containerd.image.name": name}
    files = {"oci-layout": b'{"imageLayoutVersion":"1.0.0"}', "index.json": json.dumps({"schemaVersion": 2, "manifests": [named]}).encode(),
             **{"blobs/" + digest.replace(":", "/"): content for digest, content in blobs.items()}}
    target.write_bytes(packed_files(files))
    return named["digest"]


def packed_files(files, mode=0o555, links=None):
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as packed:
        for path, to in (links or {}).items():
            info = tarfile.TarInfo(path)
            info.type, info.linkname = tarfile.SYMTYPE, to
            packed.addfile(info)
        for path, content in files.items():
            info = tarfile.TarInfo(path)
            info.size, info.mode = len(content), mode
            packed.addfile(info, io.BytesIO(content))
    return raw.getvalue()


def of_program(target, name, program, *arguments, **configuration):
    """An image of one static program of the platform's tools."""
    layer = packed_files({program: (tree.TOOLS / "bin" / program).read_bytes()})
    return archive(target, name, layer, Entrypoint=[f"/{program}", *arguments], **configuration)


def of_another_revision(target):
    """The server's image once more, as another commit with the same program would make it; answers its digest."""
    with tarfile.open(IMAGE / "afya.oci.tar") as files:
        digest = (IMAGE / "digest").read_text().strip()
        manifest = json.load(files.extractfile("blobs/" + digest.replace(":", "/")))
        layer = files.extractfile("blobs/" + manifest["layers"][0]["digest"].replace(":", "/"))
        with tarfile.open(fileobj=layer, mode="r:gz") as packed:
            target.with_suffix(".program").write_bytes(packed.extractfile("afya").read())
    done = subprocess.run(["python3", tree.TOP / "scripts/oci-archive", target.with_suffix(".program"), "2" * 40, target], env={"SOURCE_DATE_EPOCH": "1700000000"},
                          capture_output=True, text=True, check=True)
    return done.stdout.strip()
