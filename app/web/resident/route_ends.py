"""A route that ends at the conversation because nothing on the way helped: counted as unmet need, without a person (I-04).

Of everything that was told only the life domain, the kern and the month are counted, of a municipality: no answer, no
words, and not whether a conversation is asked for.
"""

from app.guide.route import Route
from app.insight.unmet import count_route_ended
from app.search.asking import Question
from app.web.resident import route_answers
from app.web.resident.route_shows import known_place
from app.web.running import municipality, services


def count_end(before: Route, after: Route) -> None:
    """Count when this answer was the one that led to the conversation: the same answer sent again counts nothing.

    Who turns back, answers otherwise and then the same again, is counted again: nothing is kept by which to know it.
    """
    if after.here.step.kind != "conversation" or before.here.step.kind == "conversation":
        return
    question = Question(
        words=route_answers.own_words(),
        place=known_place(after.places[0].given.get("plaats", "")),
        host=municipality().slug,
        per_page=1,
    )
    count_route_ended(services().database, services().finder.ask(question), municipality())
