"""The desk: every request from start to finish, as decide → store → tell."""

from handoff.desk.agents import AgentDesk
from handoff.desk.customers import CustomerDesk
from handoff.desk.desk import Desk

__all__ = ["AgentDesk", "CustomerDesk", "Desk"]
