"""What was asked, what is taught, and which release of it is live."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from handoff.adapters.schema.metadata import metadata

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
