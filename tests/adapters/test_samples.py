"""The sample shop's canned responses: put in once, before anybody works there."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from handoff.adapters.accounts import Accounts
from handoff.adapters.canned import CannedResponses
from handoff.samples import RESPONSES, begin_with
from handoff.storage import now_ms
from tests.cast import ADA, PASSWORD

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_the_first_start_puts_them_in_and_the_second_does_not(engine: Engine) -> None:
    assert begin_with(engine) == len(RESPONSES)
    assert begin_with(engine) == 0
    found = CannedResponses(engine).of_teams(())
    assert [one.shortcut for one in found if one.closing] == ["bye"]


def test_where_people_work_an_empty_list_stays_empty(engine: Engine) -> None:
    Accounts(engine, now_ms).save(ADA.email, ADA.name, ADA.role, "support", PASSWORD)
    assert begin_with(engine) == 0
    assert CannedResponses(engine).of_teams(None) == []
