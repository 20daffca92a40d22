"""What happens to an activity: handed in, read by an editor, changed, cancelled, withdrawn.

Words wait for an editor as those of offers do (I-06): the title, the text, how to sign up and the website. Facts do not: a
new hour or "gaat niet door" must be with visitors at once, so it shows and is flagged for the editor to look at. An activity
whose words an editor approved before for this organisation, such as the next day of a series, shows at once too.
"""

from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.agenda.draft import ActivityDraft
from app.agenda.finding import PUBLIC, house_of
from app.agenda.models import Activity, ActivityStatus
from app.agenda.standing import first_day, is_over
from app.audit import record
from app.social_map.models import Organisation
from app.social_map.names import slug_of

WORDS: Final = ("title", "summary", "sign_up", "website")
LONGEST_REMARK: Final = 1000
_LONGEST_SLUG: Final = 80


class NotPossible(Exception):
    """This cannot be done with it now; the message says why in Dutch."""


def hand_in(
    session: Session,
    organisation: Organisation,
    draft: ActivityDraft,
    by: str,
    *,
    editor: bool = False,
    source: str = "",
    source_uid: str = "",
    example: bool = False,
) -> Activity:
    """A new activity, in a writing session. What an editor hands in is public at once.

    :param source: name of the calendar it came from. :param source_uid: what makes it the same one there.
    """
    made = Activity(
        slug="", organisation_id=organisation.id or 0, source_uid="", source=source[:120], title=draft.title,
        starts_at=draft.starts_at, municipality=draft.municipality, example=example or organisation.example,
    )  # fmt: skip
    _put(made, draft.model_dump(), by)
    made.version = 1
    made.source_uid = source_uid[:300] or made.uid
    made.slug = _free_slug(session, made)
    if editor or _read_before(session, organisation, draft):
        made.status, made.flagged = ActivityStatus.PUBLISHED, not editor
    made.waiting_since = None if editor else clock.now()
    session.add(made)
    session.flush()
    record(session, by, "activity.hand_in", f"activity:{made.id}")
    return made


def change(session: Session, activity: Activity, draft: ActivityDraft, by: str, *, editor: bool = False) -> bool:
    """Put a change on it, in a writing session. False when nothing differs from what was there.

    Of a public activity the facts show at once; its words wait unless an editor wrote them.
    """
    if not differs(activity, draft):
        return False
    said = draft.model_dump()
    public = activity.status in PUBLIC
    if public and not editor:
        words = {name: said.pop(name) for name in WORDS}
        kept = {name: words[name] for name in WORDS}
        activity.waiting = kept if any(kept[name] != getattr(activity, name) for name in WORDS) else {}
        activity.flagged = activity.flagged or any(getattr(activity, name) != value for name, value in said.items())
    elif editor:
        activity.waiting, activity.flagged = {}, False
    if not public and not editor:
        activity.status = ActivityStatus.REVIEW
    _put(activity, said, by)
    activity.remark = ""
    waits = activity.status is ActivityStatus.REVIEW or activity.waiting or activity.flagged
    activity.waiting_since = (activity.waiting_since or clock.now()) if waits else None
    session.add(activity)
    record(session, by, "activity.change", f"activity:{activity.id}")
    return True


def differs(activity: Activity, draft: ActivityDraft) -> bool:
    """Whether this draft says anything else than what stands there, or waits there."""
    there = {name: getattr(activity, name) for name in ActivityDraft.model_fields} | activity.waiting
    return any(there[name] != value for name, value in draft.model_dump().items())


def approve(session: Session, activity: Activity, by: str) -> None:
    """An editor read it and it is good: words that waited show, and what was new becomes public. Days of the same organisation
    that wait with these very words come along: nobody reads one text fifty times.

    :raises NotPossible: when it was withdrawn, or is over.
    """
    if activity.status is ActivityStatus.WITHDRAWN:
        raise NotPossible("Dit is ingetrokken. Vraag de organisatie om het opnieuw in te sturen.")
    if activity.status not in PUBLIC and is_over(activity):
        raise NotPossible("Dit is al geweest. Publiceren heeft geen zin meer.")
    for name, value in activity.waiting.items():
        if name in WORDS:
            setattr(activity, name, value)
    for each in (activity, *same_words(session, activity)):
        each.status = ActivityStatus.PUBLISHED if each.status not in PUBLIC else each.status
        _settled(each, by)
        session.add(each)
        record(session, by, "activity.publish", f"activity:{each.id}")


def same_words(session: Session, activity: Activity) -> list[Activity]:
    """Other days of this organisation in this municipality that wait with the very same words, such as a series; none when
    these are not new.
    """
    if activity.status in PUBLIC:
        return []
    same = (col(getattr(Activity, name)) == getattr(activity, name) for name in WORDS)
    question = select(Activity).where(
        Activity.organisation_id == activity.organisation_id,
        Activity.municipality == activity.municipality,  # an editor publishes nothing beyond the own municipality
        Activity.status == ActivityStatus.REVIEW,
        Activity.id != activity.id,
        *same,
    )
    return [each for each in session.exec(question).all() if not is_over(each)]


def send_back(session: Session, activity: Activity, remark: str, by: str) -> None:
    """Not like this: the organisation reads why (a no always has a reason, I-38). What the public sees stays.

    :raises NotPossible: without a reason, or when nothing of it waits.
    """
    if not remark.strip():
        raise NotPossible("Schrijf wat er nodig is. De organisatie leest het.")
    if activity.status is not ActivityStatus.REVIEW and not activity.waiting:
        raise NotPossible("Hier wacht niets om terug te sturen. U kunt het wel zelf aanpassen.")
    if activity.status is ActivityStatus.REVIEW:
        activity.status = ActivityStatus.RETURNED
    _touch(activity, by)
    activity.remark, activity.waiting_since, activity.flagged = remark.strip()[:LONGEST_REMARK], None, False
    session.add(activity)
    record(session, by, "activity.return", f"activity:{activity.id}")


def seen(session: Session, activity: Activity, by: str) -> None:
    """An editor looked at facts that changed; nothing about the activity itself changes."""
    activity.flagged = False
    if not activity.waiting and activity.status is not ActivityStatus.REVIEW:
        activity.waiting_since = None
    session.add(activity)
    record(session, by, "activity.seen", f"activity:{activity.id}")


def cancel(session: Session, activity: Activity, by: str, *, editor: bool = False) -> None:
    """It is not on: visitors read that until its day has passed.

    :raises NotPossible: when the public never saw it, or it is over.
    """
    if activity.status is not ActivityStatus.PUBLISHED or is_over(activity):
        raise NotPossible("Dit staat niet in de agenda, of het is al geweest.")
    activity.status = ActivityStatus.CANCELLED
    _shown_at_once(session, activity, by, editor=editor)
    record(session, by, "activity.cancel", f"activity:{activity.id}")


def put_back(session: Session, activity: Activity, by: str, *, editor: bool = False) -> None:
    """It is on after all.

    :raises NotPossible: when it was not cancelled, or it is over.
    """
    if activity.status is not ActivityStatus.CANCELLED or is_over(activity):
        raise NotPossible("Dit is niet afgelast, of het is al geweest.")
    activity.status = ActivityStatus.PUBLISHED
    _shown_at_once(session, activity, by, editor=editor)
    record(session, by, "activity.put_back", f"activity:{activity.id}")


def withdraw(session: Session, activity: Activity, by: str) -> None:
    """Away from the agenda at once. For what should never have stood there; what is not on is cancelled."""
    activity.status = ActivityStatus.WITHDRAWN
    _settled(activity, by)
    activity.waiting = {}
    session.add(activity)
    record(session, by, "activity.withdraw", f"activity:{activity.id}")


def withdraw_all(session: Session, organisation: Organisation, by: str) -> int:
    """All of an organisation that goes off the map. Returns how many."""
    rows = session.exec(
        select(Activity).where(
            col(Activity.organisation_id).in_(house_of(session, organisation)),
            Activity.status != ActivityStatus.WITHDRAWN,
        )
    ).all()
    for each in rows:
        withdraw(session, each, by)
    return len(rows)


def _put(activity: Activity, said: dict[str, object], by: str) -> None:
    for name, value in said.items():
        setattr(activity, name, value)
    _touch(activity, by)


def _touch(activity: Activity, by: str) -> None:
    activity.version = (activity.version or 0) + 1
    activity.changed_by, activity.changed_at = by[:40], clock.now()


def _settled(activity: Activity, by: str) -> None:
    _touch(activity, by)
    activity.waiting, activity.flagged, activity.waiting_since, activity.remark = {}, False, None, ""


def _shown_at_once(session: Session, activity: Activity, by: str, *, editor: bool) -> None:
    _touch(activity, by)
    if not editor:
        activity.flagged = True
        activity.waiting_since = activity.waiting_since or clock.now()
    session.add(activity)


def _read_before(session: Session, organisation: Organisation, draft: ActivityDraft) -> bool:
    """Whether these very words are public for this organisation, so that an editor read them."""
    same = (col(getattr(Activity, name)) == getattr(draft, name) for name in WORDS)
    question = select(Activity.id).where(
        col(Activity.organisation_id).in_(house_of(session, organisation)), col(Activity.status).in_(PUBLIC), *same
    )
    return session.exec(question.limit(1)).first() is not None


def _free_slug(session: Session, activity: Activity) -> str:
    """The title and its day; a second one of that day gets a number."""
    words = slug_of(activity.title)[:_LONGEST_SLUG].strip("-")
    wanted = f"{words}-{first_day(activity):%Y-%m-%d}"
    taken = set(session.exec(select(Activity.slug).where(col(Activity.slug).startswith(wanted, autoescape=True))).all())
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def remove_examples(session: Session) -> int:
    """Remove what was put there as an example. Returns how many."""
    return int(getattr(session.execute(sa.delete(Activity).where(col(Activity.example))), "rowcount", 0))
