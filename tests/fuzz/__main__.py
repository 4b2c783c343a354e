"""Fuzz one parser, led by coverage: ``python -m tests.fuzz TARGET [options of libFuzzer] [folders of inputs]``."""

import sys

import atheris

with atheris.instrument_imports(include=["alpdesk", "tomllib", "zipfile"]):
    from tests.fuzz.targets import TARGETS, run


def main() -> None:
    """Fuzz until an option says enough, or something but a clear refusal comes out."""
    name = sys.argv.pop(1) if len(sys.argv) > 1 else ""
    if name not in TARGETS:
        sys.exit(f"Name one of: {', '.join(TARGETS)}.")
    atheris.Setup(sys.argv, lambda content: run(name, content) and None)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
