"""The desk: every service over one open database."""

from functools import cached_property
from typing import TYPE_CHECKING

from alpdesk.domain.rules import RuleBook
from alpdesk.services.access import Access
from alpdesk.services.attachments import Attachments
from alpdesk.services.checklists import Checklists
from alpdesk.services.clinic import ClinicSettings, Users
from alpdesk.services.context import Clock, Context
from alpdesk.services.decisions import Decisions
from alpdesk.services.drafts import Drafts
from alpdesk.services.followup import FollowUp
from alpdesk.services.impact import Impacts
from alpdesk.services.laboratories import Laboratories
from alpdesk.services.look_back import LookBack
from alpdesk.services.looks import Looks
from alpdesk.services.loop import Loop
from alpdesk.services.own_rules import OwnRules
from alpdesk.services.panels import Panels
from alpdesk.services.patients import Patients
from alpdesk.services.reasoning import Reasoning
from alpdesk.services.reviewing import Reviewing
from alpdesk.services.safety import Safety
from alpdesk.services.second_look import SecondLook
from alpdesk.services.shelf import Shelf
from alpdesk.services.worklist import Worklist
from alpdesk.store.audit import Actor
from alpdesk.store.database import Database

if TYPE_CHECKING:
    from alpdesk.services.care import Care
    from alpdesk.services.corrections import Corrections
    from alpdesk.services.envelopes import Envelopes
    from alpdesk.services.leaflets import Leaflets
    from alpdesk.services.letter_runs import LetterRuns
    from alpdesk.services.letterhead import Letterhead
    from alpdesk.services.letters import Letters
    from alpdesk.services.outbox import Outbox
    from alpdesk.services.own_letters import OwnLetters
    from alpdesk.services.redacting import Redacting
    from alpdesk.services.reports import Reports
    from alpdesk.services.sweeping import Sweeping
    from alpdesk.services.transfer import Transfer
    from alpdesk.services.translations import Translations


class Desk:
    """What the window and the commands work with."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.patients = Patients(context)
        self.panels = Panels(context)
        self.decisions = Decisions(context)
        self.followup = FollowUp(context)
        self.reviewing = Reviewing(context)
        self.checklists = Checklists(context)
        self.reasoning = Reasoning(context)
        self.worklist = Worklist(context)
        self.loop = Loop(context)
        self.laboratories = Laboratories(context)
        self.clinic = ClinicSettings(context)
        self.users = Users(context)
        self.access = Access(context)
        self.own_rules = OwnRules(context)
        self.impact = Impacts(context)
        self.drafts = Drafts(context)
        self.second_look = SecondLook(context)
        self.look_back = LookBack(context)
        self.looks = Looks(context)
        self.attachments = Attachments(context)
        self.safety = Safety(self)

    @property
    def read_only(self) -> str:
        """Why nothing can be saved; nothing when it can."""
        return self.context.database.read_only

    @cached_property
    def corrections(self) -> "Corrections":
        """Putting right what was wrong, loaded when first used."""
        from alpdesk.services.corrections import Corrections

        return Corrections(self.context)

    @cached_property
    def redacting(self) -> "Redacting":
        """Taking a patient out on a legal order, loaded when first used."""
        from alpdesk.services.redacting import Redacting

        return Redacting(self.context)

    @cached_property
    def letters(self) -> "Letters":
        """Composing and printing, loaded when first used."""
        from alpdesk.services.letters import Letters

        return Letters(self.context)

    @cached_property
    def letter_runs(self) -> "LetterRuns":
        """Many letters at once, loaded when first used."""
        from alpdesk.services.letter_runs import LetterRuns

        return LetterRuns(self.context, self.letters)

    @cached_property
    def outbox(self) -> "Outbox":
        """Letters on their way out, loaded when first used."""
        from alpdesk.services.outbox import Outbox

        return Outbox(self.letters, self.patients)

    @cached_property
    def envelopes(self) -> "Envelopes":
        """Envelopes and labels, loaded when first used."""
        from alpdesk.services.envelopes import Envelopes

        return Envelopes(self.context)

    @cached_property
    def letterhead(self) -> "Letterhead":
        """The clinic's paper, loaded when first used."""
        from alpdesk.services.letterhead import Letterhead

        return Letterhead(self.context)

    @cached_property
    def own_letters(self) -> "OwnLetters":
        """The clinic's own letters, loaded when first used."""
        from alpdesk.services.own_letters import OwnLetters

        return OwnLetters(self.context)

    @cached_property
    def translations(self) -> "Translations":
        """The languages of letters and who signed them off, loaded when first used."""
        from alpdesk.services.translations import Translations

        return Translations(self.context)

    @cached_property
    def care(self) -> "Care":
        """The audit of care, loaded when first used."""
        from alpdesk.services.care import Care

        return Care(self.context)

    @cached_property
    def leaflets(self) -> "Leaflets":
        """Sheets any patient may take home, loaded when first used."""
        from alpdesk.services.leaflets import Leaflets

        return Leaflets(self.reports)

    @cached_property
    def sweeping(self) -> "Sweeping":
        """The sweep with what follows it, loaded when first used."""
        from alpdesk.services.sweeping import Sweeping

        return Sweeping(self.context)

    @cached_property
    def reports(self) -> "Reports":
        """Reports on paper, loaded when first used."""
        from alpdesk.services.reports import Reports

        return Reports(self.context)

    @cached_property
    def transfer(self) -> "Transfer":
        """Files in and out, loaded when first used."""
        from alpdesk.services.transfer import Transfer

        return Transfer(self.context)

    @property
    def rules(self) -> RuleBook:
        return self.context.rules

    @property
    def clock(self) -> Clock:
        return self.context.clock

    @property
    def actor(self) -> Actor:
        return self.context.actor

    def close(self) -> None:
        """Close the database."""
        self.context.database.close()


def build(database: Database, *, rules: RuleBook, clock: Clock, actor: Actor) -> Desk:
    """Return the desk over an open database. Every session sees the clinic's own rules laid over ``rules``."""
    shelf = Shelf(rules)
    database.on_session = shelf.look
    with database.read():
        return Desk(Context(database, shelf, clock, actor))
