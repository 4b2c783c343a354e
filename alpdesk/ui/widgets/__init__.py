"""The pieces every page is built of."""

from alpdesk.ui.widgets.banner import Banner
from alpdesk.ui.widgets.buttons import Button, IconButton, PrimaryButton, QuietButton
from alpdesk.ui.widgets.cards import Card, Divider, EmptyState, scrolled
from alpdesk.ui.widgets.chip import Chip
from alpdesk.ui.widgets.dates import DateEdit, format_date, read_date, read_month
from alpdesk.ui.widgets.flags import FlagLabel, arrow_of, flag_colour, flag_word
from alpdesk.ui.widgets.forms import Choice, Field, Form
from alpdesk.ui.widgets.inline_question import Answer, InlineQuestion
from alpdesk.ui.widgets.labels import PlainLabel
from alpdesk.ui.widgets.search_field import SearchField
from alpdesk.ui.widgets.side_sheet import SideSheet, Why
from alpdesk.ui.widgets.status_line import StatusLine
from alpdesk.ui.widgets.tables import TableView

__all__ = [
    "Answer",
    "Banner",
    "Button",
    "Card",
    "Chip",
    "Choice",
    "DateEdit",
    "Divider",
    "EmptyState",
    "Field",
    "FlagLabel",
    "Form",
    "IconButton",
    "InlineQuestion",
    "PlainLabel",
    "PrimaryButton",
    "QuietButton",
    "SearchField",
    "SideSheet",
    "StatusLine",
    "TableView",
    "Why",
    "arrow_of",
    "flag_colour",
    "flag_word",
    "format_date",
    "read_date",
    "read_month",
    "scrolled",
]
