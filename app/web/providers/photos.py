"""`/foto/<uid>.jpg`: a photo of an organisation, to everybody once its offer is public, before that to who works on it."""

from flask import Response, abort, make_response
from sqlmodel import Session, col, select

from app.accounts.rights import Right
from app.publishing.models import Photo
from app.publishing.photos import MIME, photo_of
from app.social_map.models import Offer
from app.social_map.vocabulary import Status
from app.web.providers.room import blueprint
from app.web.running import services
from app.web.staff.guards import signed_in

PUBLIC_FOR = "public, max-age=86400, immutable"


@blueprint.get("/foto/<uid>.jpg")
def photo(uid: str) -> Response:
    """The photo as we made it; one that is not public does not exist for anybody else."""
    with services().database.reading() as session:
        found = photo_of(session, uid)
        public = found is not None and _is_public(session, found)
    if found is None or not (public or _may_see(found)):
        abort(404)
    answer = make_response(found.body)
    answer.headers["Content-Type"] = MIME
    if public:
        answer.headers["Cache-Control"] = PUBLIC_FOR
    return answer


def _is_public(session: Session, found: Photo) -> bool:
    shown = select(Offer.id).where(col(Offer.photo) == found.uid, Offer.status == Status.PUBLISHED)
    return session.exec(shown.limit(1)).first() is not None


def _may_see(found: Photo) -> bool:
    who = signed_in()
    if who is None:
        return False
    return who.may(Right.JUDGE_OFFERS) or (who.may(Right.KEEP_OWN_OFFERS) and who.organisation == found.organisation)
