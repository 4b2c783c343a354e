"""Everything that is shipped, by name, version and licence: the packages, and what stands inside them."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import PackageMetadata, PackageNotFoundError, distribution, requires
from typing import Any

from alpdesk import __version__
from alpdesk.assets import resource
from alpdesk.domain.records import Record

_NEEDED = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)(?:\[(?P<extras>[^\]]*)\])?")
_EXTRA = re.compile(r"""extra == ['"]([^'"]+)""")
_OURS = "alpdesk"
_UNKNOWN = "NOASSERTION"


class Component(Record):
    """One part. ``inside`` is the package that brings it, nothing for a package itself."""

    name: str
    version: str
    licence: str
    inside: str = ""
    notice: str = ""


def components() -> tuple[Component, ...]:
    """Return every package that Alpdesk needs, with what those need, then the parts inside them."""
    packages = sorted(_packages(_OURS, set()), key=lambda one: one.name.casefold())
    return (*packages, *_inside())


def bill_of_materials() -> str:
    """Return the parts as CycloneDX 1.6 writes them (JSON); the same installation gives the same text."""
    parts = [_written(one) for one in components()]
    us = {"type": "application", "name": _OURS, "version": __version__, "licenses": [{"expression": "Apache-2.0"}]}
    bill = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "metadata": {"component": us},
            "components": parts}  # fmt: skip
    return json.dumps(bill, indent=1, ensure_ascii=False)


def _written(one: Component) -> dict[str, Any]:
    known = one.licence != _UNKNOWN
    part: dict[str, Any] = {"type": "library", "name": one.name, "version": one.version}
    if not one.inside:
        part |= {"purl": f"pkg:pypi/{one.name}@{one.version}"}
    else:
        part |= {"properties": [{"name": "alpdesk:inside", "value": one.inside}]}
    return part | ({"licenses": [{"license": {"name": one.licence}}]} if known else {})


def _packages(name: str, seen: set[str], extras: frozenset[str] = frozenset()) -> Iterator[Component]:
    """Yield the packages that one needs here, and what those need; what this system does not need is not installed."""
    for line in requires(name) or ():
        found, condition = _NEEDED.match(line), _EXTRA.search(line)
        if found is None or (condition is not None and condition[1] not in extras):
            continue
        wanted = re.sub(r"[-_.]+", "-", found["name"]).lower()
        if wanted in seen:
            continue
        seen.add(wanted)
        try:
            facts = distribution(wanted).metadata
        except PackageNotFoundError:
            continue
        yield Component(name=wanted, version=facts["Version"], licence=_licence(facts))
        yield from _packages(wanted, seen, frozenset(re.findall(r"[\w-]+", found["extras"] or "")))


def _licence(facts: PackageMetadata) -> str:
    for key in ("License-Expression", "License"):
        if key in facts:
            return facts[key].splitlines()[0].strip()
    named = facts.get_all("Classifier") or []
    told = [each.rpartition(" :: ")[2] for each in named if each.startswith("License ::")]
    return " AND ".join(told) or _UNKNOWN


@cache
def _inside() -> tuple[Component, ...]:
    written = tomllib.loads(resource("help", "safety", "components.toml").read_text(encoding="utf-8"))
    return tuple(Component(version=_version(each["name"]), **each) for each in written["components"])


def _version(name: str) -> str:
    """Return the version of a part as it says itself; what says none is as the package that brings it."""
    ask = _ASKED.get(name)
    return str(ask()) if ask is not None else "as shipped"


def _sqlite(wanted: str) -> str:
    import sqlcipher3.dbapi2 as sqlcipher

    if wanted == "SQLite":
        return str(sqlcipher.sqlite_version)
    connection = sqlcipher.connect(":memory:")
    try:
        connection.execute("PRAGMA key = 'x'")
        name = "cipher_version" if wanted == "SQLCipher" else "cipher_provider_version"
        said = str(connection.execute(f"PRAGMA {name}").fetchone()[0])
    finally:
        connection.close()
    return said.split(maxsplit=1)[0] if wanted == "SQLCipher" else said.removeprefix("OpenSSL ").split()[0]


def _openssl() -> str:
    from cryptography.hazmat.backends.openssl import backend

    return backend.openssl_version_text().removeprefix("OpenSSL ").split()[0]


def _harfbuzz() -> str:
    import uharfbuzz

    return str(uharfbuzz.version_string())


def _qpdf() -> str:
    import pikepdf

    return str(pikepdf.__libqpdf_version__)


def _libpq() -> str:
    import psycopg

    return str(psycopg.pq.version() // 10_000)


def _pillow(feature: str) -> str:
    from PIL import features

    return str(features.version(feature) or "as shipped")


def _qt() -> str:
    return distribution("pyside6-essentials").version


_ASKED: dict[str, Callable[[], str]] = {
    "SQLCipher": lambda: _sqlite("SQLCipher"),
    "SQLite": lambda: _sqlite("SQLite"),
    "OpenSSL": lambda: _sqlite("OpenSSL"),
    "OpenSSL (cryptography)": _openssl,
    "Qt": _qt,
    "HarfBuzz": _harfbuzz,
    "qpdf": _qpdf,
    "libpq (PostgreSQL)": _libpq,
    "FreeType": lambda: _pillow("freetype2"),
    "libjpeg-turbo": lambda: _pillow("jpg"),
    "LibTIFF": lambda: _pillow("libtiff"),
    "zlib": lambda: _pillow("zlib"),
}
