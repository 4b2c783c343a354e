"""What is shipped as a page: every part by version and licence, with the notices that the licences ask for."""

from PySide6.QtCore import QCoreApplication

from alpdesk.services.components import components
from alpdesk.ui.help.topic import Topic, escaped


def components_topic(section: str) -> Topic:
    """Return the page of all parts."""
    title = QCoreApplication.translate("Components", "What is shipped, and its licences")
    first = QCoreApplication.translate(
        "Components", "Every package and every part inside one, as installed here. “alpdesk-admin components” writes "
        "the same as a bill of materials (CycloneDX).",
    )  # fmt: skip
    found = components()
    rows = "\n".join(f"| {escaped(one.name)} | {escaped(one.version)} | {escaped(one.licence)} |" for one in found)
    notices = "\n\n".join(
        f"## {escaped(one.name)}\n\n{escaped(' '.join(one.notice.split()))}" for one in found if one.notice
    )
    return Topic("components", title, f"# {title}\n\n{first}\n\n| | | |\n|---|---|---|\n{rows}\n\n{notices}\n", section)
