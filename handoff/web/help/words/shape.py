"""Every word of the help pages, in one language. ``{…}`` stands for what is put in as plain text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    code: str
    direction: str
    own_name: str
    help: str
    welcome: str
    skip: str
    search: str
    go: str
    common: str
    topics: str
    person: str
    issues: str
    issue: str
    affects: str
    counted: str
    languages: str
    all_questions: str
    question: str
    yes: str
    no: str
    glad: str
    sorry: str
    missing_words: str
    email: str
    email_needed: str
    reply_to_you: str
    send: str
    kept: str
    kept_reply: str
    related: str
    updated: str
    more: str
    steps: str
    step_helped: str
    found: str
    found_one: str
    nothing: str
    nothing_how: str
    lost: str
    lost_how: str
    broken: str
    leave: str
    leave_how: str
    no_script: str
    your_words: str
    left: str
    community: str
    ask: str
    ask_how: str
    your_question: str
    name: str
    email_told: str
    waits: str
    answer_this: str
    your_answer: str
    customer: str
    team: str
    useful: str
    report: str
    reported: str
    thanks: str
    need_words: str
    need_email: str
    too_long: str
    too_many: str
    ask_here: str
