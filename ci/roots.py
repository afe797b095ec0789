"""Bare Debian systems to try the project in: made by debootstrap, entered by chroot.

Needs root, debootstrap and unshare. Everything that is mounted lives in the namespace of one
command and goes with it, even when that command is killed.
"""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent

PACKAGES: dict[str, tuple[str, ...]] = {
    "bare": (),
    "pip": ("python3-pip",),
    "pango": ("python3-venv", "libpangoft2-1.0-0"),
    "full": (
        "python3-venv",
        "libpango-1.0-0",
        "libpangoft2-1.0-0",
        "libharfbuzz-subset0",
        "fonts-dejavu-core",
    ),
}
"""What a root holds besides Debian's minimal base and Python."""

VISITOR = 1000
NO_ACCOUNT = 12345
"""The ids of an ordinary user, and of one that has no account."""

LENT = "/run/lent"
"""Where files and folders of this machine lie inside, away from what packages bring."""

CARRIED = re.compile(r"PIP_\w+|SSL_CERT_FILE|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|(?i:\w+_proxy)")
"""Variables that tell how this machine reaches a package index; they hold inside too."""


class RootError(Exception):
    """A root cannot be made; the text says why."""


PLAIN = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}


def obstacle() -> str:
    """Why no root can be made here; nothing where it can."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "this needs root"
    lacking = [tool for tool in ("debootstrap", "unshare", "chroot") if not shutil.which(tool)]
    if lacking:
        return f"not installed: {', '.join(lacking)}"
    return "" if mirror() else "apt's sources here name no Debian mirror"


def mirror() -> str:
    """The Debian mirror that this machine's apt uses, or nothing."""
    try:
        asked = ["apt-get", "indextargets", "--format", "$(REPO_URI)"]
        sites = subprocess.run(asked, capture_output=True, text=True, timeout=60).stdout
    except OSError:
        return ""
    return next((s for s in sites.split() if re.search(r"/debian/?$", s)), "")


def make_base(folder: Path, suite: str, kind: str) -> Path:
    """The root of a suite with the packages of a kind; made once and kept in `folder`."""
    done = folder / f"{suite}-{kind}"
    if done.is_dir():
        return done
    fresh = folder / f"{suite}-{kind}.unfinished"
    remove(fresh)
    if kind == "bare":
        folder.mkdir(parents=True, exist_ok=True)
        options = ("--variant=minbase", "--include=python3")
        _must("debootstrap", *options, suite, str(fresh), mirror())
        _must("chroot", str(fresh), "useradd", "--create-home", f"--uid={VISITOR}", "visitor")
    else:
        _must("cp", "-a", "--reflink=auto", str(make_base(folder, suite, "bare")), str(fresh))
        install = "apt-get update && apt-get install -y --no-install-recommends"
        script = f"{install} {' '.join(PACKAGES[kind])}"
        code, output = inside(fresh, script, variables={"DEBIAN_FRONTEND": "noninteractive"})
        if code:
            raise RootError(f"{suite}: {output[-1500:]}")
    fresh.rename(done)
    return done


def _must(*command: str) -> None:
    result = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        timeout=1200,
    )
    if result.returncode:
        raise RootError(f"{command[0]} failed:\n{result.stdout[-1500:]}")


def copy_of(base: Path, name: str) -> Path:
    """A copy of a root, to be spoilt."""
    root = base.with_name(name)
    remove(root)
    _must("cp", "-a", "--reflink=auto", str(base), str(root))
    return root


def remove(root: Path) -> None:
    """Delete a root. Nothing is mounted in it: mounts go with the command that made them."""
    if root.exists():
        shutil.rmtree(root)


def copy_checkout(target: Path, uid: int) -> None:
    """Copy the files of this checkout that belong to it, for this user."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if (CHECKOUT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(CHECKOUT / name, target / name)
    subprocess.run(["chown", "-R", f"{uid}:{uid}", target], check=True)


def carried() -> dict[str, str]:
    """Variables that let pip reach the package index as it does on this machine."""
    asked = [sys.executable, "-m", "pip", "config", "list"]
    listed = subprocess.run(asked, capture_output=True, text=True, timeout=60).stdout
    found = {}
    for name, value in re.findall(r"(?m)^(?:global|install)\.([\w-]+)=(.*)$", listed):
        found["PIP_" + name.upper().replace("-", "_")] = str(ast.literal_eval(value))
    return found | {k: v for k, v in os.environ.items() if CARRIED.fullmatch(k)}


def named_paths(variables: dict[str, str]) -> list[Path]:
    """Files and folders of this machine that those variables name."""
    seen = set()
    for word in " ".join(variables.values()).split():
        path = Path(re.sub(r"^file://", "", word))
        if path.is_absolute() and path.exists():
            # An index of links keeps the files that it links to beside it.
            seen.add(path.parent if path.name == "simple" else path)
    return sorted(seen)


def as_seen_inside(variables: dict[str, str], paths: Sequence[Path]) -> dict[str, str]:
    """The variables with the places that those files and folders have inside."""
    known = "|".join(re.escape(str(path)) for path in sorted(paths, reverse=True))
    if not known:
        return dict(variables)
    return {k: re.sub(known, lambda m: LENT + m[0], v) for k, v in variables.items()}


def _mounts(root: Path, paths: Sequence[Path]) -> Iterator[str]:
    """Shell lines that give a root its devices and this machine's way to the network."""
    inner = shlex.quote(str(root))
    yield "mount --make-rprivate /"
    yield f"mount -t proc proc {inner}/proc"
    yield f"mount --rbind /dev {inner}/dev"
    yield f"cp /etc/resolv.conf /etc/hosts {inner}/etc/"
    for path in paths:
        target = shlex.quote(f"{root}{LENT}{path}")
        if path.is_dir():
            yield f"mkdir -p {target}"
        else:
            yield f"mkdir -p {shlex.quote(f'{root}{LENT}{path.parent}')}"
            yield f"touch {target}"
        yield f"mount --bind {shlex.quote(str(path))} {target}"


def inside(
    root: Path,
    script: str,
    *,
    folder: str = "/",
    user: int = 0,
    variables: dict[str, str],
    network: bool = True,
    timeout: float = 900,
) -> tuple[int, str]:
    """Run a shell script in a root; its exit code and what it printed.

    `timeout` is in seconds; a script that takes longer ends with code 124.
    """
    network_settings = carried()
    lent = named_paths(network_settings)
    everything = as_seen_inside(network_settings, lent) | PLAIN | variables
    words = [f"{k}={v}" for k, v in everything.items()]
    enter = ["chroot", f"--userspec={user}:{user}", str(root), "env", "-i", *words]
    inner = f"cd {shlex.quote(folder)} || exit 2\n{script}"
    mounts = _mounts(root, lent)
    lines = [*mounts, f"exec {shlex.join([*enter, 'sh', '-c', inner])}"]
    alone = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
    alone += [] if network else ["--net"]
    command = [*alone, "sh", "-ec", "\n".join(lines)]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        try:
            output = process.communicate(timeout=timeout)[0]
        except subprocess.TimeoutExpired:
            process.kill()
            return 124, process.communicate()[0].decode("utf-8", "replace") + "\n(too slow)"
        except BaseException:
            process.kill()
            raise
    return process.returncode, output.decode("utf-8", "replace")
