// The words of the page about releases, in English.

const people = (n: number, one: string, many: string): string =>
  `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

export const strings = {
  intro:
    "What customers, help pages and agents see is the live release: its content and its model. What stands in the files is the draft of the next one.",
  toPublish: "What is not live yet",
  history: "History",
  release: (id: number) => `Release ${id}`,
  live: "Live",
  kinds: {
    published: "published",
    restored: "gone back to",
    content: "content only",
    trained: "trained at the start",
  } as Record<string, string>,
  by: (who: string, when: string) => `${who} · ${when}`,
  somebody: "Somebody",
  backTo: (id: number) => `What was live as release ${id}`,
  entries: (n: number) => people(n, "entry", "entries"),
  model: (name: string) => `Model ${name}`,
  scores: (answered: string, right: string, asked: number) =>
    `${answered} of ${asked.toLocaleString("en")} held-out questions answered, ${right} of the answers right`,
  changed: "What changed",
  counts: (added: number, changed: number, removed: number) =>
    [
      added && `${added.toLocaleString("en")} new`,
      changed && `${changed.toLocaleString("en")} changed`,
      removed && `${removed.toLocaleString("en")} gone`,
    ]
      .filter(Boolean)
      .join(", ") || "no entry is different",
  unknown: "This release is older than the history of contents: what it changed was not kept.",
  compareWithLive: "Compared with what is live now",
  compareWithBefore: "Compared with the release before it",
  added: "New entries",
  removed: "Entries that are gone",
  different: "Changed entries",
  nothingDifferent: "No entry is different.",
  talk: "Small talk, handing over or the rules are different.",
  before: "Before",
  after: "After",
  wasNothing: "Nothing",
  line: { added: "new", removed: "gone" },
  fields: {
    title: "Title",
    topic: "Topic",
    answer: "Answer",
    url: "Link",
    phrasings: "Phrasings",
    state: "State",
    visible: "Visible to",
    valid_from: "Valid from",
    valid_until: "Valid until",
    review_by: "Review by",
    related: "Related entries",
    media: "Pictures and films",
    languages: "Languages",
    steps: "Guided steps",
    must_answer: "Must answer",
    must_not_answer: "Must not answer",
  } as Record<string, string>,
  back: "Go back to this one",
  backOf: (id: number) => `Go back to release ${id}`,
  backText: (id: number) =>
    `Customers get the answers of release ${id} again, in seconds and without a gap. It becomes a new release, so this can be undone the same way.`,
  filesStay: "The files still hold the newer text: mend it there, or the next publishing brings it back.",
  files: "Put the files back, too",
  filesHelp:
    "Entries that were changed since get their old text; newer ones become drafts. Nothing is thrown away, and each change stands in its entry's history.",
  filesBack: (changed: number, drafted: number) =>
    `The files hold the old text of ${people(changed, "entry", "entries")} again${drafted ? `, and ${people(drafted, "newer one is a draft", "newer ones are drafts")}` : ""}.`,
  why: "Why",
  whyHelp: "It stands in the history. Left empty: “Back to release …”.",
  older: "Show older releases",
  none: "Nothing is published yet",
  noneText:
    "Here is the history of what was live: who published what, when and why, with one click back. The first release appears when the bot has been trained and published.",
  bots: "Bots",
  serve: (serving: number, all: number, release: number) =>
    all === 1 && serving === 1
      ? `The one running bot serves release ${release}.`
      : `${serving} of ${all} bots serve release ${release}.`,
  noBots:
    "No bot has asked for the live release in the last half minute. Where one runs, it asks every two seconds.",
  following: "Follows",
  behind: "Not yet",
  waiting: "Waiting for a second pair of eyes",
  asks: (who: string) => `${who} asks to publish`,
  wouldChange: "What would change",
  approve: "Publish it",
  approveTitle: "Publish this?",
  approveText: (who: string) =>
    `What ${who} prepared goes live for everybody, in seconds and without a gap. One click brings back what is live now.`,
  decline: "Not this",
  withdraw: "Withdraw",
  declined: "It was not published.",
  ownRequest: "Somebody else has to look at it and publish it.",
  rule: "Two people have to agree",
  ruleHelp:
    "Who wants to publish or go back asks for it; somebody else looks at what would change and publishes it. Administrators change this.",
  ruleOn: "From now on two people have to agree.",
  ruleOff: "From now on one person publishes alone.",
};
