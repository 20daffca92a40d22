"""What was typed goes along in the session or in the page, the same for both forms."""

import random

import pytest

from app.web import own_answers
from app.web.resident.carrying import SECOND_TIME, carried

HERE, ONWARD = "/gesprek", "/gesprek/controle"
BROWSER = {"Sec-Fetch-Mode": "navigate"}


@pytest.fixture
def carry(standing):
    def go(packed, *, cookie=False, headers=BROWSER, query=""):
        cookies = {"Cookie": f"{standing.config['SESSION_COOKIE_NAME']}=x"} if cookie else {}
        with standing.test_request_context(HERE + query, headers={**headers, **cookies}):
            answer = carried(own_answers.DRAFT, packed, ONWARD, HERE)
            return (answer.status_code, answer.headers["Location"]) if answer else None, own_answers.kept(
                own_answers.DRAFT
            )

    return go


def test_who_takes_our_cookie_goes_on_to_another_address(carry):
    assert carry({"vraag": "x"}, cookie=True) == ((303, ONWARD), {"vraag": "x"})


def test_a_new_browser_is_asked_once_to_send_it_again_and_then_gets_the_page(carry):
    assert carry({"vraag": "x"})[0] == (307, f"{HERE}?{SECOND_TIME}=1")
    assert carry({"vraag": "x"}, query=f"?{SECOND_TIME}=1")[0] is None


def test_a_plain_client_gets_the_page_at_once(carry):
    assert carry({"vraag": "x"}, headers={})[0] is None


def test_what_does_not_fit_is_not_kept_and_the_page_carries_it(carry):
    much = "".join(chr(random.Random(each).randrange(0x4E00, 0x9000)) for each in range(5000))  # does not pack
    assert carry({"vraag": much}, cookie=True) == (None, {})
