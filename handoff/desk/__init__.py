"""The desk: every request from start to finish, as decide → store → tell."""

from handoff.desk.agents import AgentDesk
from handoff.desk.customers import CustomerDesk
from handoff.desk.desk import Desk
from handoff.desk.follow_ups import FollowUpDesk
from handoff.desk.identifying import IdentityDesk
from handoff.desk.transfers import TransferDesk

__all__ = ["AgentDesk", "CustomerDesk", "Desk", "FollowUpDesk", "IdentityDesk", "TransferDesk"]
