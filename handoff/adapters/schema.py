"""The tables. Alembic's migrations lead here; a test compares the two."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Times are ms since 1970 UTC throughout: one comparison in SQL, Python and the browser.

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("visitor", String(36), nullable=False),
    Column("number", Integer, nullable=False),  # the visitor's first, second, … conversation
    Column("status", String(16), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("customer_seq", Integer, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("agent", String(36)),
    Column("team", String(64)),
    Column("rank", Integer, nullable=False),  # lower first: returned, urgent, everybody else
    Column("waiting_since", BigInteger),
    Column("due_at", BigInteger),
    Column("state", Text, nullable=False),  # the folded state as JSON; the columns above repeat what SQL asks
    UniqueConstraint("visitor", "number"),
)
Index("ix_conversations_line", conversations.c.status, conversations.c.team, conversations.c.rank,
      conversations.c.waiting_since)  # fmt: skip
Index("ix_conversations_agent", conversations.c.agent)
Index("ix_conversations_due_at", conversations.c.due_at)

events = Table(
    "events",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("conversation", String(36), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("prev_customer", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("speaker", Text, nullable=False),  # who did it, as JSON
    Column("client_id", String(64)),
    Column("fact", Text, nullable=False),  # what stays for ever
    Column("body", Text),  # what erasure empties: words, titles, pages
    UniqueConstraint("conversation", "seq"),
)

# What conversations are found by: kept up after the log, emptied with it. SQLite has its full-text table
# ``documents_words`` beside it, PostgreSQL a column ``found``; both are made by the migration and follow by
# themselves.
documents = Table(
    "documents",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("conversation", String(36), nullable=False, unique=True),
    Column("started_at", BigInteger, nullable=False),
    Column("seq", Integer, nullable=False),  # the last event taken in; -1: something was emptied, begin anew
    Column("words", Text, nullable=False),
    Column("marks", Text, nullable=False),
)
Index(
    "ix_documents_stale",
    documents.c.seq,
    sqlite_where=documents.c.seq < 0,
    postgresql_where=documents.c.seq < 0,
)

# How far those have come who follow the log.
followers = Table(
    "followers",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("position", BigInteger, nullable=False),  # the id of the last event taken in
)

# Each changing call, once: repeating it finds its answer here.
calls = Table(
    "calls",
    metadata,
    Column("sender", String(40), primary_key=True),
    Column("client_id", String(64), primary_key=True),
    Column("conversation", String(36)),
    Column("answer", Text, nullable=False),
    sqlite_with_rowid=False,
)

teams = Table(
    "teams",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("created_at", BigInteger, nullable=False),
    Column("settings", Text, nullable=False, server_default="{}"),  # skills, hours, limits, as JSON
)

agents = Table(
    "agents",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(120), nullable=False),
    Column("role", String(16), nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("avatar", Text),
    Column("available", Boolean, nullable=False),
    Column("label", String(120)),
    Column("created_at", BigInteger, nullable=False),
    Column("capacity", Integer),  # conversations held at once; null: no limit set
    Column("wrapping_until", BigInteger),  # after a resolution: time for notes
    Column("idle_since", BigInteger),  # last let go of a conversation: who is longest idle is next
    Column(
        "disabled_at", BigInteger
    ),  # can't sign in any more, and gets no customers; null: an account in use
    Column("seen_at", BigInteger),  # last signed in, came or went
    Column("since", BigInteger),  # last came, left, or said whether they are available
)

memberships = Table(
    "memberships",
    metadata,
    Column("agent", String(36), ForeignKey("agents.id", ondelete="CASCADE"), primary_key=True),
    Column("team", String(64), ForeignKey("teams.name"), primary_key=True),
)

# Sign-ins. Only a hash of the token is kept, so that a copy of the database opens nothing.
sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("agent", String(36), ForeignKey("agents.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

# One row for each living connection of an agent, renewed in batches; it lapses by itself.
leases = Table(
    "leases",
    metadata,
    Column("connection", String(64), primary_key=True),
    Column("agent", String(36), nullable=False, index=True),
    Column("until", BigInteger, nullable=False),
)

# Which model is live is a row here, not a file name: the newest one.
releases = Table(
    "releases",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("model", String(255), nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("published_at", BigInteger, nullable=False),
    Column("note", Text),
    Column("kind", String(16)),  # published, restored, content, trained; null in rows from before
    Column("author", Text),  # id and name, as JSON
    Column(
        "parent", Integer
    ),  # the release before; unique, so that of two who publish at once one comes first
    Column("restores", Integer),  # the release that this one went back to
    Column("sha256", String(64)),  # the model's, whose bytes are in `model_files`
    Column("scores", Text),  # as JSON
    Column("entries", Integer),
    Column("snapshot", Text),  # the content as it was published, as JSON
    Column("client_id", String(36)),
    Index("uq_releases_parent", "parent", unique=True),
    Index("uq_releases_client_id", "client_id", unique=True),
)

# Which process runs what only one may run at a time. A holder's beat that stands still is a holder who died.
holdings = Table(
    "holdings",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("beat", BigInteger, nullable=False),
)

# Mail to be sent, written in the transaction that decided it.
mails = Table(
    "mails",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("conversation", String(36), nullable=False, index=True),
    Column("seq", Integer),  # the event it carries, if it carries one
    Column("address", String(254), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("content", Text, nullable=False),  # what the words are made of, as JSON; erasure empties it
    Column("message_id", String(255), nullable=False, unique=True),
    Column("state", String(16), nullable=False),  # waiting, sent, failed
    Column("tries", Integer, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("sent_at", BigInteger),
    Column("trouble", Text),
)
Index("ix_mails_state", mails.c.state, mails.c.due_at)
Index("ix_mails_address", mails.c.address, mails.c.created_at)

# Links in mails that resume a conversation. Only a hash of the token is kept.
links = Table(
    "links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("conversation", String(36), nullable=False, index=True),
    Column("visitor", String(36), nullable=False),
    Column("address", String(254), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("redeemed_at", BigInteger),
)

# Addresses whose owner has come back through a link.
confirmations = Table(
    "confirmations",
    metadata,
    Column("visitor", String(36), primary_key=True),
    Column("address", String(254), primary_key=True),
    Column("confirmed_at", BigInteger, nullable=False),
)

# How long people waited and what they had been told: what estimates are made of and judged by.
waits = Table(
    "waits",
    metadata,
    Column("conversation", String(36), primary_key=True),
    Column("queued_at", BigInteger, primary_key=True, autoincrement=False),
    Column("team", String(64), nullable=False),
    Column("position", Integer, nullable=False),  # on arrival; 1 is first
    Column("staffed", Integer, nullable=False),  # agents available on arrival
    Column("free", Integer, nullable=False, server_default="0"),  # conversations they had room for then
    Column("low_ms", BigInteger),  # the range shown first; null: none was
    Column("high_ms", BigInteger),
    Column("ended_at", BigInteger),
    Column("taken", Boolean),  # else they left the queue another way
)
Index("ix_waits_recent", waits.c.team, waits.c.ended_at)

# Customers an agent lost, to be told of when they are back.
losses = Table(
    "losses",
    metadata,
    Column("agent", String(36), primary_key=True),
    Column("conversation", String(36), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("reason", String(16), nullable=False),
    Column("told_at", BigInteger),
)

# Words agents send often. An empty team means everybody: null would not be kept apart by the constraint.
canned = Table(
    "canned",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("team", String(64), nullable=False),
    Column("shortcut", String(32), nullable=False),
    Column("title", String(80), nullable=False),
    Column("text", Text, nullable=False),
    Column("closing", Boolean, nullable=False),  # offered when a conversation is resolved
    UniqueConstraint("team", "shortcut"),
)

# Colleagues to be. The account is made by whoever follows the link; only a hash of its token is kept.
invitations = Table(
    "invitations",
    metadata,
    Column("id", String(36), primary_key=True),  # also the id of the mail that carries the link, if one does
    Column("email", String(254), nullable=False, unique=True),
    Column("role", String(16), nullable=False),
    Column("team", String(64), nullable=False),
    Column("invited_by", String(120), nullable=False),  # a name, for the letter
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

# Links that set a new password; gone once used.
password_links = Table(
    "password_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("agent", String(36), ForeignKey("agents.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)

# Settings of the whole site, as JSON: the widget's look, the alert.
site = Table(
    "site",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)

# Where the widget is seen: a row for each site and day, with the last page and time.
sightings = Table(
    "sightings",
    metadata,
    Column("origin", String(255), primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("page", String(500), nullable=False),
    Column("allowed", Boolean, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
)

# Who a visitor is, where the site has said so.
customers = Table(
    "customers",
    metadata,
    Column("visitor", String(36), primary_key=True),
    Column("identified_at", BigInteger, nullable=False),
    Column("verified", Boolean, nullable=False),
    Column("body", Text),  # id, name, address, attributes, as JSON; erasure empties it
)

# Visitors who have said who they are since: their old token opens nothing any more.
retired_visitors = Table(
    "retired_visitors",
    metadata,
    Column("visitor", String(36), primary_key=True),
    Column("became", String(36), nullable=False),
    Column("at", BigInteger, nullable=False),
)

# What many customers run into now. ``entries`` is a JSON list of those whose answers carry it.
known_issues = Table(
    "known_issues",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("title", String(120), nullable=False),
    Column("text", Text, nullable=False),
    Column("entries", Text, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("closed_at", BigInteger),
)

# Whom it affects, each visitor once. The hash is of issue and visitor: it follows nobody from one to another.
affected = Table(
    "affected",
    metadata,
    Column("issue", String(36), ForeignKey("known_issues.id", ondelete="CASCADE"), primary_key=True),
    Column("visitor_hash", String(64), primary_key=True),
    Column("at", BigInteger, nullable=False),
)

# What agents wrote about a customer, kept across conversations.
customer_notes = Table(
    "customer_notes",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("visitor", String(36), nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("author", Text, nullable=False),  # id, name, avatar, as JSON
    Column("body", Text),  # the text, as JSON; erasure empties it
)

# Pages a customer had open while their conversation was; the newest of each conversation.
page_visits = Table(
    "page_visits",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("conversation", String(36), nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("left_at", BigInteger),
    Column("body", Text),  # address and title, as JSON; erasure empties it
)

# Tags that were ever used, to be suggested.
tags = Table(
    "tags",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("used_at", BigInteger, nullable=False),
)

# Visitors who are kept out.
blocked_visitors = Table(
    "blocked_visitors",
    metadata,
    Column("visitor", String(36), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("author", Text, nullable=False),  # id, name, avatar, as JSON
    Column("body", Text),  # reason and name, as JSON; erasure empties it
)

# ---- Releases

# Models of releases and of what waits for approval. Its row is written last: then all of its bytes are there.
model_files = Table(
    "model_files",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("name", String(255), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("kept_at", BigInteger, nullable=False),
)

# Their bytes, in pieces that no transaction is long for.
model_chunks = Table(
    "model_chunks",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("bytes", LargeBinary, nullable=False),
)

# What somebody wants to publish and somebody else is asked to look at.
release_requests = Table(
    "release_requests",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("asked_at", BigInteger, nullable=False),
    Column("asked_by", Text, nullable=False),  # id and name, as JSON
    Column("wanted", Text, nullable=False),  # what would be published, without its snapshot, as JSON
    Column("snapshot", Text),
    Column("decision", String(16)),  # approved, declined, withdrawn; null: not decided
    Column("decided_at", BigInteger),
    Column("decided_by", Text),  # id and name, as JSON
    Column("release", Integer),
)

# Bots that follow the live release, as they said last.
bots = Table(
    "bots",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("sha256", String(64)),
    Column("seen_at", BigInteger, nullable=False),
    Column("trouble", Text),
)

# ---- Editing

# Every change of an entry by the studio. Those of one act were made together.
edits = Table(
    "edits",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("act", String(36), nullable=False, index=True),
    Column("entry", String(80), nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("author", Text, nullable=False),  # id and name, as JSON
    Column("kind", String(16), nullable=False),
    Column("file", String(120), nullable=False),
    Column("place", String(64), nullable=False),  # machine and folder
    Column("before", Text),  # the entry, as JSON
    Column("after", Text),
    Column("source", Text),  # the whole file before, while it is the newest change of this file
    Column("mark", String(64)),  # the hash of the file afterwards
)

# Which entries are open in whose editor: rows lapse when they are not renewed.
entry_editors = Table(
    "entry_editors",
    metadata,
    Column("entry", String(80), primary_key=True),
    Column("window", String(36), primary_key=True),
    Column("agent", String(36), nullable=False),
    Column("name", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("beat_at", BigInteger, nullable=False),
    Column("unsaved", Boolean, nullable=False),
)

# What customers asked, and what became of it: kept up after the log for good, its words emptied with it.
questions = Table(
    "questions",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("conversation", String(36), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("locale", String(35)),
    Column("became", String(16), nullable=False),  # core/gaps.py
    Column("reason", String(32)),
    Column("entry", String(200)),
    Column("answer", Integer),  # the event that gave the entry
    Column("confidence", Float),
    Column("helpful", Boolean),
    Column("chosen", Boolean, nullable=False),
    Column("agent_ms", BigInteger, nullable=False),
    Column("text", Text),
    Column("vector", LargeBinary),  # what it means, as half floats
    Column("gap", Integer),
    Column("placed", Boolean, nullable=False),  # by a person: grouping leaves it where it is
    Column("review", Text),  # what staff said of the answer, as JSON
    UniqueConstraint("conversation", "seq"),
)
Index(
    "ix_questions_gap",
    questions.c.gap,
    questions.c.at,
    sqlite_where=text("gap IS NOT NULL"),
    postgresql_where=text("gap IS NOT NULL"),
)
Index("ix_questions_entry", questions.c.entry, questions.c.at)
# Those in no gap yet, which are looked for every few seconds among all that were answered.
Index(
    "ix_questions_new",
    questions.c.at,
    sqlite_where=text("gap IS NULL AND became <> 'answered'"),
    postgresql_where=text("gap IS NULL AND became <> 'answered'"),
)

# Questions that mean the same. What is counted here is counted anew where it is stale.
gaps = Table(
    "gaps",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("state", String(16), nullable=False),  # open, drafted, dismissed, answered, merged
    Column("revision", Integer, nullable=False),  # rises with what people do to it
    Column("touched", Boolean, nullable=False),  # by a person: grouping never takes it apart
    Column("stale", Boolean, nullable=False),
    Column("merged_into", Integer),
    Column("central", BigInteger().with_variant(Integer, "sqlite")),  # the question that stands for all
    Column("likeness", Float, nullable=False),  # of that one to the centre
    Column("centre", LargeBinary),  # null: to be worked out from its questions
    Column("size", Integer, nullable=False),  # questions in the centre
    Column("nearest", Text, nullable=False),  # [[entry, likeness], …], as JSON
    Column("questions", Integer, nullable=False),
    Column("customers", Integer, nullable=False),
    Column("agent_ms", BigInteger, nullable=False),
    Column("first_at", BigInteger),
    Column("last_at", BigInteger),
    Column("score", BigInteger, nullable=False),
    Column("told", Text),  # about its state: entry, reason, by, release, as JSON
    Column("changed_at", BigInteger, nullable=False),
)
Index("ix_gaps_ranked", gaps.c.state, gaps.c.score)
Index("ix_gaps_stale", gaps.c.stale)

# What people did to gaps, so that it can be undone.
gap_changes = Table(
    "gap_changes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("gap", Integer, nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("author", Text, nullable=False),  # id and name, as JSON
    Column("kind", String(16), nullable=False),
    Column("told", Text, nullable=False),  # what moved, as JSON
)

# ---- Help pages

# What readers said of a help page, each once. The hash is of entry and reader: it follows nobody further.
help_votes = Table(
    "help_votes",
    metadata,
    Column("entry", String(200), primary_key=True),
    Column("visitor_hash", String(64), primary_key=True),
    Column("helpful", Boolean, nullable=False),
    Column("language", String(35), nullable=False),
    Column("at", BigInteger, nullable=False),
)

# What was missing on a page, in readers' words. ``conversation``: the follow-up, where there is an address.
help_comments = Table(
    "help_comments",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("entry", String(200), nullable=False, index=True),
    Column("language", String(35), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("conversation", String(36), index=True),
    Column("done_at", BigInteger),
    Column("owner", Text),  # id and name, as JSON
    Column("body", Text),  # the text, as JSON; erasure empties it
)

# Searches on the help pages, by day and by nobody.
help_searches = Table(
    "help_searches",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("language", String(35), primary_key=True),
    Column("query", String(200), primary_key=True),
    Column("asked", Integer, nullable=False),
    Column("found", Integer, nullable=False),  # how many entries, the last time
    Column("clicked", Integer, nullable=False),
)

# Questions that customers asked beneath an entry, for everybody to read once somebody of ours has.
public_questions = Table(
    "public_questions",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("entry", String(200), nullable=False),
    Column("language", String(35), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),  # pending, approved, rejected
    Column("decided_at", BigInteger),
    Column("decided_by", Text),  # id and name, as JSON
    Column("reason", Text),
    Column("told_at", BigInteger),  # when the asker was told of an answer
    Column("body", Text),  # text and name, as JSON; erasure empties it
    Column("contact", Text),  # the asker's address, as JSON; emptied once it was used
)
Index("ix_public_questions_entry", public_questions.c.entry, public_questions.c.state)
Index("ix_public_questions_state", public_questions.c.state, public_questions.c.at)

public_answers = Table(
    "public_answers",
    metadata,
    Column("id", String(36), primary_key=True),
    Column(
        "question",
        String(36),
        ForeignKey("public_questions.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("at", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("author", Text),  # id, name and role, as JSON; null: a customer's
    Column("decided_at", BigInteger),
    Column("decided_by", Text),  # id and name, as JSON
    Column("reason", Text),
    Column("body", Text),  # text and name, as JSON; erasure empties it
)

# Who found a question or an answer useful, or reported it, each once.
public_marks = Table(
    "public_marks",
    metadata,
    Column("item", String(36), primary_key=True),
    Column("kind", String(8), primary_key=True),  # useful, report
    Column("visitor_hash", String(64), primary_key=True),
    Column("at", BigInteger, nullable=False),
)

# ---- Telling

# What staff sent to customers who had asked. Its id is the call's, so that pressing twice is once.
tellings = Table(
    "tellings",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("subject", String(80), nullable=False, index=True),  # gap:ID, release:ID or issue:ID
    Column("at", BigInteger, nullable=False),
    Column("author", Text, nullable=False),  # id, name, avatar, as JSON
    Column("entry", String(200)),
    Column("title", Text, nullable=False),
    Column("messages", Text, nullable=False),  # by language, as JSON; "" is everybody else's
    Column("total", Integer, nullable=False),
    Column("failed", Integer, nullable=False),
)

# Who still waits for it. A row is gone in the transaction that tells them.
to_tell = Table(
    "to_tell",
    metadata,
    Column("telling", String(36), ForeignKey("tellings.id", ondelete="CASCADE"), primary_key=True),
    Column("visitor", String(36), primary_key=True),
    Column("subject", String(80), nullable=False),
    Column("due_at", BigInteger, nullable=False, index=True),
    Column("tries", Integer, nullable=False),
    Column("body", Text, nullable=False),  # text, question and address, as JSON
)

# Who was told of what, each once. The hash is of subject and visitor: it follows nobody from one to another.
told = Table(
    "told",
    metadata,
    Column("subject", String(80), primary_key=True),
    Column("visitor_hash", String(64), primary_key=True),
    Column("telling", String(36), nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("mail", String(16)),  # sending, limited, off; null: no address
)
