"""Named colours, sizes and the one style sheet, light and dark."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from string import Template
from tempfile import mkdtemp

from platformdirs import user_cache_path
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from alpdesk.assets import resource

SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_6, SPACE_8 = 4, 8, 12, 16, 24, 32
ROW_HEIGHT = 28
ROW_HEIGHT_COMFORTABLE = 34
CONTROL_HEIGHT = 32
RADIUS = 6
FONT_POINTS = 10.0


class Appearance(StrEnum):
    """What a user may choose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Colours:
    """One scheme. Every text role reads on surface, raised, sunken and its own soft ground."""

    surface: str
    raised: str
    sunken: str
    hover: str
    line: str
    control: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    low: str
    low_soft: str
    high: str
    high_soft: str
    caution: str
    caution_soft: str
    emergency: str
    emergency_soft: str
    ok: str
    ok_soft: str
    band: str


LIGHT = Colours(
    surface="#f4f7f7", raised="#ffffff", sunken="#e8eeee", hover="#eef4f4", line="#d3dddd", control="#74878a",
    text="#14262a", muted="#4c5f64", faint="#e2e9e9",
    accent="#0b6b6b", accent_hover="#095757", on_accent="#ffffff", accent_soft="#d9ecea",
    low="#1448b8", low_soft="#e1eafb", high="#8a4b00", high_soft="#fcedd8",
    caution="#6a5300", caution_soft="#fbf2cd", emergency="#b01020", emergency_soft="#fde5e5",
    ok="#17663a", ok_soft="#e0f2e7", band="#cfe5e2",
)  # fmt: skip
DARK = Colours(
    surface="#141a1c", raised="#1b2326", sunken="#0f1416", hover="#232d30", line="#2e3a3e", control="#75868b",
    text="#e5edee", muted="#a2b1b5", faint="#273134",
    accent="#4fc4bb", accent_hover="#72d5cd", on_accent="#06211f", accent_soft="#173b3a",
    low="#8ab6ff", low_soft="#1a2c4b", high="#f3b664", high_soft="#3d2c12",
    caution="#e6d165", caution_soft="#37310f", emergency="#ff938e", emergency_soft="#481b1c",
    ok="#7fd39d", ok_soft="#16351f", band="#1d4443",
)  # fmt: skip

_MARKS = {
    "down": '<path d="m6 9 6 6 6-6"/>',
    "up": '<path d="m18 15-6-6-6 6"/>',
    "right": '<path d="m9 18 6-6-6-6"/>',
    "tick": '<path d="M20 6 9 17l-5-5" stroke-width="3"/>',
    "dot": '<circle cx="12" cy="12" r="6" fill="currentColor"/>',
}
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none" '
    'stroke="{colour}" color="{colour}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{path}</svg>'
)
_MARK_COLOURS = {"down": "muted", "up": "muted", "right": "muted", "tick": "on_accent", "dot": "on_accent"}


def colours(palette: QPalette | None = None) -> Colours:
    """Return the scheme that ``palette`` (the application's, by default) was made of."""
    ground = (palette or QGuiApplication.palette()).color(QPalette.ColorRole.Window)
    return DARK if ground.lightness() < 128 else LIGHT


def choose(appearance: Appearance) -> Colours:
    """Follow the user's choice, else the system's when it says one."""
    if appearance is Appearance.SYSTEM:
        dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if appearance is Appearance.DARK else LIGHT


class Theme:
    """Dresses the application, and again when the user changes the appearance."""

    def __init__(self, application: QApplication, folder: Path | None = None) -> None:
        self._application = application
        self._folder = folder or user_cache_path("alpdesk", appauthor=False) / "marks"
        style = QStyleFactory.create("Fusion")
        application.setStyle(style)
        application.setFont(_font(application))

    def apply(self, appearance: Appearance) -> None:
        """Set palette and style sheet; every window repaints."""
        scheme = choose(appearance)
        self._application.setPalette(palette(scheme))
        self._application.setStyleSheet(style_sheet(scheme, self._marks(scheme)))

    def _marks(self, scheme: Colours) -> dict[str, str]:
        """Keep the small pictures that a style sheet can only name by file."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return {mark: self._mark(mark, scheme) for mark in _MARKS}
        except OSError:
            self._folder = Path(mkdtemp(prefix="alpdesk-marks-"))
            return {mark: self._mark(mark, scheme) for mark in _MARKS}

    def _mark(self, mark: str, scheme: Colours) -> str:
        colour = getattr(scheme, _MARK_COLOURS[mark])
        path = self._folder / f"{mark}-{colour.removeprefix('#')}.svg"
        text = _SVG.format(colour=colour, path=_MARKS[mark].replace("currentColor", colour))
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
        return path.as_posix()


def palette(scheme: Colours) -> QPalette:
    """Return the Qt palette of a scheme."""
    role = QPalette.ColorRole
    made = QPalette()
    pairs = {
        role.Window: scheme.surface, role.WindowText: scheme.text, role.Base: scheme.raised,
        role.AlternateBase: scheme.hover, role.Text: scheme.text, role.PlaceholderText: scheme.muted,
        role.Button: scheme.raised, role.ButtonText: scheme.text, role.BrightText: scheme.emergency,
        role.Highlight: scheme.accent, role.HighlightedText: scheme.on_accent, role.Link: scheme.accent,
        role.LinkVisited: scheme.accent, role.ToolTipBase: scheme.text, role.ToolTipText: scheme.raised,
        role.Light: scheme.raised, role.Midlight: scheme.faint, role.Mid: scheme.line, role.Dark: scheme.control,
        role.Shadow: scheme.sunken, role.Accent: scheme.accent,
    }  # fmt: skip
    for key, colour in pairs.items():
        made.setColor(key, QColor(colour))
    for key in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, key, QColor(scheme.control))
    return made


def style_sheet(scheme: Colours, marks: dict[str, str]) -> str:
    """Fill the one template with a scheme."""
    template = Template(resource("styles", "alpdesk.qss").read_text(encoding="utf-8"))
    pictures = {f"mark_{name}": path for name, path in marks.items()}
    return template.substitute(asdict(scheme), **pictures, radius=f"{RADIUS}px")


def _font(application: QApplication) -> QFont:
    """The bundled family where the system has no good face of its own; figures are tabular in it."""
    font = application.font()
    if QGuiApplication.platformName() not in {"windows", "cocoa"}:
        family = _bundled_family()
        font = QFont(family) if family else font
    font.setPointSizeF(FONT_POINTS)
    return font


def _bundled_family() -> str | None:
    """Load Noto Sans from the resources; ``None`` when it is not there."""
    families: list[str] = []
    for name in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf", "NotoSans-Italic.ttf"):
        file = resource("fonts", name)
        if file.is_file():
            families += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))
    return families[0] if families else None


def contrast(first: str, second: str) -> float:
    """Return the WCAG contrast ratio of two colours."""
    brighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
