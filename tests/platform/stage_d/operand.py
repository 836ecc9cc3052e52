"""The image of PostgreSQL that CloudNativePG runs, made of what is installed on this machine: Debian's packages and all that they need,
and Barman's programs. Its own image, by whose digest production runs, is in no registry that the tests may ask."""
import io
import pathlib
import re
import subprocess
import tarfile

import images
import tree

# Beside those without which no Debian is.
PACKAGES = ["postgresql-15", "postgresql-15-postgis-3", "postgresql-client-15", "ca-certificates", "tzdata", "python3"]
PEOPLE = "root:x:0:0:root:/root:/bin/bash\npostgres:x:26:26::/var/lib/postgresql:/bin/bash\n"
BARMAN = "usr/lib/barman"
PYTHON = "/usr/bin/python3"
# What only the stand-in for an object store needs, beside Barman.
OF_THE_STORE = {"sympy", "moto", "cfnlint", "networkx", "samtranslator", "pip", "setuptools", "mpmath"}


def installed():
    """What each installed package needs, each name that one goes by, and which no machine is without."""
    form = "${db:Status-Abbrev}\t${Package}\t${Pre-Depends}, ${Depends}\t${Provides}\t${Essential}\n"
    said = subprocess.run(["dpkg-query", "-W", "-f", form], capture_output=True, text=True, check=True).stdout
    needs, names, essential = {}, {}, []
    for line in said.splitlines():
        state, package, wanted, provided, always = line.split("\t")
        if state.startswith("ii"):
            needs[package] = [[re.split(r"[ :(]", one.strip())[0] for one in choice.split("|")] for choice in wanted.split(",") if choice.strip()]
            for name in [package, *(re.split(r"[ (]", one.strip())[0] for one in provided.split(",") if one.strip())]:
                names.setdefault(name, package)
            if always == "yes":
                essential.append(package)
    return needs, names, essential


def packages():
    needs, names, essential = installed()
    found, waiting = set(), [*PACKAGES, *essential]
    while waiting:
        package = names[waiting.pop()]
        if package not in found:
            found.add(package)
            waiting += [next(one for one in choice if one in names) for choice in needs[package] if any(one in names for one in choice)]
    return sorted(found)


def files():
    listed = subprocess.run(["dpkg-query", "-L", *packages()], capture_output=True, text=True, check=True).stdout
    for path in sorted({pathlib.Path(line) for line in listed.splitlines() if line.startswith("/") and line != "/."}):
        if (path.is_symlink() or path.exists()) and not str(path).startswith(("/usr/share/doc/", "/usr/share/man/", "/usr/share/locale/", "/usr/share/info/")):
            yield path
            # Compiled when it was installed: a root file system that is read alone cannot keep what Python compiles, and begins each time anew.
            if path.suffix == ".py":
                yield from sorted(path.parent.glob(f"__pycache__/{path.stem}.*.pyc"))
    yield from (path for folder in ("/etc/alternatives", "/etc/ssl/certs") for path in sorted(pathlib.Path(folder).iterdir()))
    # What goes by the names of several belongs to no package: awk, libblas.so.3, postgis.control.
    for folder in (pathlib.Path("/usr/bin"), *pathlib.Path("/usr/lib").glob("*-linux-gnu"), *pathlib.Path("/usr/share/postgresql").glob("*/extension")):
        yield from (path for path in sorted(folder.iterdir()) if path.is_symlink() and str(path.readlink()).startswith("/etc/alternatives/"))


def add(packed, path, content, mode=0o644):
    info = tarfile.TarInfo(path)
    info.size, info.mode = len(content), mode
    packed.addfile(info, io.BytesIO(content))


def image(target, name):
    """Writes the archive; answers its digest."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as packed:
        for path, to in (("bin", "usr/bin"), ("sbin", "usr/sbin"), ("lib", "usr/lib"), ("lib64", "usr/lib64")):
            info = tarfile.TarInfo(path)
            info.type, info.linkname = tarfile.SYMTYPE, to
            packed.addfile(info)
        for path in files():
            # What Debian keeps under /lib and /bin lies under /usr.
            within = path.parent.resolve() / path.name
            if str(within) not in ("/bin", "/sbin", "/lib", "/lib64", "/etc/passwd", "/etc/group"):
                packed.add(within, arcname=str(within).lstrip("/"), recursive=False)
        for path in ("/etc/ld.so.cache", "/etc/ld.so.conf"):
            packed.add(path, arcname=path.lstrip("/"))
        add(packed, "etc/passwd", PEOPLE.encode())
        add(packed, "etc/group", b"root:x:0:\npostgres:x:26:\n")
        add(packed, "tmp/.keep", b"")
        store = tree.TOOLS / "store"
        (libraries,) = store.glob("lib/python3*/site-packages")
        packed.add(libraries, arcname=BARMAN, filter=lambda info: None if set(info.name.split("/")) & OF_THE_STORE else info)
        for program in sorted(store.glob("bin/barman*")):
            text = program.read_text().split("\n", 1)[1]
            add(packed, f"usr/bin/{program.name}", f"#!{PYTHON}\nimport sys\nsys.path.insert(0, '/{BARMAN}')\n{text}".encode(), 0o755)
    path = "/usr/lib/postgresql/15/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    return images.archive(target, name, raw.getvalue(), User="26", Env=[f"PATH={path}", "LANG=C.UTF-8"])
