from app.accounts.rights import RIGHTS, START_PAGES, Right, Role, may


def test_every_right_has_somebody_and_every_role_a_place_to_begin():
    assert set(RIGHTS) == set(Right)
    assert all(RIGHTS.values())
    assert set(START_PAGES) == set(Role)
    assert all(any(may(role, right) for right in Right) for role in Role)


def test_running_the_site_gives_no_right_to_read_questions():
    assert not any(
        may(Role.ADMINISTRATOR, right)
        for right in (Right.WORK_AT_DESK, Right.MEDIATE, Right.SUPPORT_CLIENTS, Right.KEEP_OWN_OFFERS)
    )
