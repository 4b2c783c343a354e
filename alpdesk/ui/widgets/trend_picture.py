"""The charts as a picture for a slide or a letter: on white, with what the signs mean, and without a name."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QRectF, QSize, QStandardPaths, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPaintDevice, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QFileDialog, QWidget

from alpdesk.domain.plot import lay_out
from alpdesk.domain.span import Span
from alpdesk.domain.trend import Trend
from alpdesk.ui.theme import LIGHT
from alpdesk.ui.widgets.dates import format_date
from alpdesk.ui.widgets.trend_painter import TrendPainter
from alpdesk.ui.widgets.trend_words import legend

translate = QCoreApplication.translate
_WIDTH, _FIRST, _OTHERS, _HEAD, _FOOT, _EDGE = 900, 380, 130, 40, 34, 12
_TEXT = 11.0
_SHARPNESS = 2


def save_picture(parent: QWidget, trends: Sequence[Trend], span: Span | None) -> str:
    """Ask where to, write the picture, and return what is to be said about it."""
    place = _ask_file(parent, trends[0].analyte) if trends else None
    if place is None:
        return ""
    if not write_picture(place, trends, span):
        return translate("TrendPicture", "The picture could not be saved as {name}.").format(name=place.name)
    return translate("TrendPicture", "Saved as {name}").format(name=place.name)


def write_picture(place: Path, trends: Sequence[Trend], span: Span | None) -> bool:
    """Write the charts as the ending of the name says, SVG or PNG; return whether it could be written."""
    size = QSize(_WIDTH, _HEAD + _FIRST + _OTHERS * (len(trends) - 1) + _FOOT)
    if place.suffix.casefold() == ".svg":
        drawing = QSvgGenerator()
        drawing.setFileName(str(place))
        drawing.setSize(size)
        drawing.setViewBox(QRectF(0, 0, size.width(), size.height()))
        drawing.setTitle(_title(trends[0], span))
        return _draw(drawing, trends, span, size)
    picture = QImage(size * _SHARPNESS, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(_SHARPNESS)
    return _draw(picture, trends, span, size) and picture.save(str(place))


def _draw(device: QPaintDevice, trends: Sequence[Trend], span: Span | None, size: QSize) -> bool:
    painter = QPainter()
    if not painter.begin(device):
        return False
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(0, 0, size.width(), size.height(), QColor("white"))
    font = QFont(QGuiApplication.font())
    font.setPixelSize(round(_TEXT * 1.25))
    _words(painter, font, trends, span, size)
    pen = TrendPainter(painter, LIGHT, font, QLocale())
    painter.translate(_EDGE, _HEAD)
    for number, trend in enumerate(trends):
        height = _OTHERS if number else _FIRST
        plot = lay_out(trend, _WIDTH - 2 * _EDGE, height, text=_TEXT, span=span, slim=bool(number))
        pen.draw(plot, trend, named=bool(number))
        painter.translate(0, height)
    painter.end()
    return True


def _words(painter: QPainter, font: QFont, trends: Sequence[Trend], span: Span | None, size: QSize) -> None:
    bold = QFont(font)
    bold.setBold(True)
    painter.setPen(QColor(LIGHT.text))
    painter.setFont(bold)
    line = QRectF(_EDGE, 8, size.width() - 2 * _EDGE, _HEAD - 8)
    painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), _title(trends[0], span))
    painter.setFont(font)
    painter.setPen(QColor(LIGHT.muted))
    line.moveTop(size.height() - _FOOT)
    across = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
    painter.drawText(line, across, legend(trends))


def _title(trend: Trend, span: Span | None) -> str:
    name = f"{trend.name}, {trend.unit}"
    return name if span is None else f"{name}   {format_date(span.start)} – {format_date(span.stop)}"


def _ask_file(parent: QWidget, analyte: str) -> Path | None:
    """Propose a name that says nothing about the patient."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation))
    name = f"{analyte}-trend-{QDate.currentDate().toString(Qt.DateFormat.ISODate)}.png"
    kinds = translate("TrendPicture", "Picture (*.png);;Drawing (*.svg)")
    title = translate("TrendPicture", "Save the chart as a picture")
    chosen, kind = QFileDialog.getSaveFileName(parent, title, str(folder / name), kinds)
    if not chosen:
        return None
    place = Path(chosen)
    return place if place.suffix else place.with_suffix(".svg" if ".svg" in kind else ".png")
