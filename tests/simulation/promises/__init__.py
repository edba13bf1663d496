"""The promises as code, in the order of the list. What cannot be told from state is not here."""

from __future__ import annotations

from tests.simulation.promises.honest import SpokenByWhoTheyAre
from tests.simulation.promises.no_dead_end import (
    FollowedUp,
    NobodyWaitsForEver,
    OwnedAndDue,
    ReturnedToTheFront,
    RoomForEverybody,
    WaitingIsNeverClosed,
)
from tests.simulation.promises.nothing_lost import FoldsToItsRow, OnceAndInOrder, OneLog, PagesAgree
from tests.simulation.promises.one_speaker import OneHolder, SilentBot
from tests.simulation.promises.one_try import OneTry
from tests.simulation.promises.private import OwnEyesOnly
from tests.simulation.promises.promise import Promise, Reading
from tests.simulation.promises.said_is_done import (
    AnswersStand,
    CrossesAtOnce,
    DoneWhenSaid,
    RefusedChangesNothing,
    StoredBeforeTold,
)
from tests.simulation.promises.waits import FirstComeFirstServed, PlaceIsTrue

PROMISES: tuple[type[Promise], ...] = (
    Reading,
    SpokenByWhoTheyAre,
    OneTry,
    StoredBeforeTold,
    CrossesAtOnce,
    DoneWhenSaid,
    AnswersStand,
    RefusedChangesNothing,
    OneHolder,
    SilentBot,
    OneLog,
    FoldsToItsRow,
    OnceAndInOrder,
    PagesAgree,
    OwnedAndDue,
    WaitingIsNeverClosed,
    ReturnedToTheFront,
    FollowedUp,
    NobodyWaitsForEver,
    RoomForEverybody,
    FirstComeFirstServed,
    PlaceIsTrue,
    OwnEyesOnly,
)
