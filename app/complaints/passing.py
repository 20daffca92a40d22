"""From one holder to the other: never both at once, and the new one reads it as something new."""

from sqlmodel import Session

from app import clock
from app.complaints.models import Complaint, ComplaintHolder, ComplaintState
from app.complaints.telling import tell_holder
from app.complaints.terms import terms_of
from app.conversation.office import Office
from app.counting.keeping import Happened, count
from app.counting.models import Measure


def pass_to(session: Session, office: Office, complaint: Complaint, to: ComplaintHolder) -> None:
    """Give it to `to`, in the transaction of the line that says so.

    The new holder lets the person know anew that it was read. The day of the answer stays as it was promised. A complaint
    that was answered is open again, with a term of its own, and counts as one that came in.
    """
    terms, today = terms_of(office.town(complaint.municipality)), clock.today()
    if complaint.state is ComplaintState.ANSWERED:
        complaint.due_on, complaint.longer = terms.due_on(today), False
        complaint.answered_at = complaint.erase_on = None
        again = Happened(Measure.COMPLAINT, complaint.municipality, way=complaint.about.value, detail="received")
        count(session, again)
    complaint.holder = to
    complaint.state = ComplaintState.RECEIVED
    complaint.acknowledged_at = None
    complaint.acknowledge_by = terms.acknowledge_by(today)
    session.add(complaint)
    tell_holder(session, office, complaint, "passed_on")
