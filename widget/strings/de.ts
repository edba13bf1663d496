// Every word of the widget in German, which says "Sie" to customers.
import { counting } from "./counting.ts";
import type { More, Strings } from "./strings.ts";

const { count, number } = counting<"one" | "other">("de");
const minutes = { one: "# Minute", other: "# Minuten" };
const characters = { one: "# Zeichen", other: "# Zeichen" };

export const strings: Strings = {
  language: "de",
  direction: "ltr",
  on24Hours: "de",
  launcher: "Mit uns chatten",
  loading: "Einen Moment…",
  notLoaded: "Das ließ sich nicht laden.",
  unread: (n) => count(n, { one: "# ungelesene Nachricht", other: "# ungelesene Nachrichten" }),
  panel: "Chat",
  close: "Chat schließen",
  title: "Wie können wir helfen?",
  person: "Mit einem Menschen sprechen",
  keep: "Dieses Gespräch aufbewahren",
  there: (names) => `Jetzt da: ${names}`,
  teamHere: "Unser Team ist da",
  teamUntil: (when) => `Da bis ${when} Uhr`,
  opens: (when) => `Wir sind wieder da: ${when}`,
  nobody: "Gerade ist niemand da",
  weekday: (day) => day,
  date: (day) => day,
  moment: (day, time) => `${day}, ${time} Uhr`,
  today: "heute",
  tomorrow: "morgen",
  yourTime: "(Ihre Zeit)",
  disclosure:
    "Sie chatten mit einem automatischen Assistenten, nicht mit einem Menschen. Sie können jederzeit nach einem Menschen fragen.",
  withPerson: (name) => `Sie sprechen mit ${name}, einem Menschen.`,
  closed: "Dieses Gespräch ist beendet. Schreiben Sie, um es wieder zu öffnen.",
  inLine: "Sie warten auf einen Menschen. Der Assistent schweigt solange.",
  later: "Ein Mensch wird antworten. Sie können hier weiterschreiben; der Assistent schweigt.",
  home: "Fragen Sie in Ihren eigenen Worten. Der automatische Assistent gibt eine Antwort. Hilft sie nicht, übernimmt ein Mensch, der alles sieht, was Sie geschrieben haben.",
  homeAway:
    "Sie können trotzdem nach einem Menschen fragen. Wir antworten dann per E-Mail oder halten Ihren Platz frei, wie Sie möchten.",

  log: "Gespräch",
  messages: "Nachrichten",
  you: "Sie",
  byMail: (who) => `${who}, per E-Mail`,
  assistant: "Assistent (automatisch)",
  automated: "automatisch",
  agent: (name) => `${name}, Kundenservice`,
  delivered: "Zugestellt",
  read: (name) => `Gelesen von ${name}`,
  sending: "Wird gesendet…",
  late: "Noch nicht gesendet – wir versuchen es weiter. Ihr Text bleibt erhalten.",
  lateAsk: "Noch nicht angekommen – wir versuchen es weiter.",
  again: "Noch einmal versuchen",
  remove: "Entfernen",
  typing: (name) => `${name} schreibt…`,

  question: "Hat das Ihre Frage beantwortet?",
  yes: "Ja",
  no: "Nein",
  readMore: "Mehr dazu",
  helped: "Gut, das hat geholfen. Sie können jederzeit etwas anderes fragen.",
  notHelped: "Sie sagten, das hat nicht geholfen.",

  which: "Welches davon meinen Sie?",
  noneOfThese: "Keines davon: ein Mensch",
  chosen: (title) => `${title} (Ihre Wahl)`,
  noneFits: "Sie sagten, davon passt nichts.",

  queueTitle: "Ihr Platz in der Reihe",
  position: (n) => `Sie sind Nummer ${number(n)}`,
  noPosition: "Sie warten auf einen Menschen",
  wait: (from, to) => {
    if (to === 1) return "Meist etwa eine Minute.";
    if (from === to) return `Meist etwa ${count(to, minutes)}.`;
    return from
      ? `Meist ${number(from)} bis ${count(to, minutes)}.`
      : `Meist weniger als ${count(to, minutes)}.`;
  },
  kept: "Ihr Platz bleibt Ihnen. Sie können weiterschreiben oder den Chat schließen und wiederkommen.",
  back: "Zurück zum Assistenten",
  asking: "Wir fragen nach einem Menschen…",

  because: {
    closed: (opens) => (opens ? `Wir sind wieder da: ${opens}.` : "Wir haben gerade geschlossen."),
    nobody: () => "Gerade ist niemand da.",
    long_wait: () => "Das dauert länger, als es sollte.",
  },
  offer: (due, mail) =>
    `Sie müssen nicht warten. Hinterlassen Sie eine Nachricht, und wir antworten ${mail ? "per E-Mail" : "hier"} bis ${due}.`,
  leave: "Nachricht hinterlassen",
  spokenOffer: (why) => `${why} Sie können eine Nachricht hinterlassen.`,

  offline:
    "Sie sind offline. Was Sie schreiben, bleibt erhalten und geht hinaus, sobald Sie wieder online sind.",
  reconnecting:
    "Die Verbindung wird wiederhergestellt. Was Sie schreiben, bleibt erhalten und geht dann hinaus.",
  connecting: "Verbindung wird hergestellt…",
  unreachable: "Der Chat ist noch nicht erreichbar. Was Sie schreiben, bleibt erhalten und geht dann hinaus.",
  starting: "Der Assistent startet gerade; mit einem Menschen können Sie jetzt schon sprechen.",
  down: "Der Assistent ist nicht verfügbar; mit einem Menschen können Sie jetzt sprechen.",

  message: "Ihre Nachricht",
  placeholder: "Nachricht schreiben",
  reopen: "Schreiben, um den Chat wieder zu öffnen",
  send: "Senden",
  left: (n) => `Noch ${count(n, characters)} von ${number(4_000)}`,
  over: (n) => `${count(n, characters)} über der Grenze von ${number(4_000)}`,

  refused: {
    bad_request: "Das haben wir nicht verstanden. Bitte ändern Sie es und versuchen Sie es noch einmal.",
    too_long: "Das ist zu lang. Bitte kürzen Sie es.",
    empty: "Es gibt noch nichts zu senden.",
    unauthorised: "Das ist nicht mehr möglich. Bitte laden Sie die Seite neu.",
    not_found: "Das gibt es nicht mehr.",
    forbidden: "Das ist hier nicht erlaubt.",
    conflict: "Jemand war schneller. Bitte sehen Sie noch einmal nach.",
    not_now: "Das geht gerade nicht.",
    too_many: "Das war viel auf einmal. Bitte warten Sie einen Moment.",
    closed: "Das ist schon geschlossen.",
    unavailable: "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
  },

  system: {
    handoff_requested: {
      asked: "Sie haben nach einem Menschen gefragt.",
      unsatisfied: "Diese Antwort hat nicht geholfen, deshalb übernimmt ein Mensch.",
      no_answer: "Der Assistent hat darauf keine gute Antwort, deshalb übernimmt ein Mensch.",
      repeated: "Ein Versuch ist genug: Ein Mensch übernimmt.",
      bot_unavailable: "Der Assistent ist nicht verfügbar, deshalb übernimmt ein Mensch.",
      sensitive: "Das ist etwas für einen Menschen.",
      rule: "Das ist etwas für einen Menschen.",
      agent: "Ein Mensch übernimmt.",
    },
    queued: {
      handoff: "Sie sind in der Reihe. Wer übernimmt, sieht alles, was Sie geschrieben haben.",
      agent_lost: "Sie stehen wieder in der Reihe, ganz vorn. Wer übernimmt, sieht alles, auch die Notizen.",
      released:
        "Sie stehen wieder in der Reihe, ganz vorn. Wer übernimmt, sieht alles, was Sie geschrieben haben.",
      transferred: "Sie sind bei einem anderen Team ganz vorn. Es sieht alles, was Sie geschrieben haben.",
      overflow:
        "Ein anderes Team hilft aus. Ihre Wartezeit zählt weiter; das Team sieht alles, was Sie geschrieben haben.",
    },
    agent_joined: (name) => `${name} ist jetzt da und sieht dieses Gespräch.`,
    agent_left: {
      lost: (name) => `Die Verbindung zu ${name} ist abgerissen.`,
      idle: (name) => `${name} hat eine Weile nicht geantwortet und ist gegangen.`,
      released: (name) => `${name} ist gegangen und hat an das Team zurückgegeben.`,
      transferred: (name) => `${name} ist gegangen und hat weitergegeben.`,
      taken_over: (name) => `${name} ist gegangen; jemand aus dem Team übernimmt.`,
      returned: (name) => `${name} ist gegangen.`,
    },
    returned_to_bot: "Sie sind wieder beim automatischen Assistenten.",
    follow_up_left: {
      sending: (due, email) => `Wir antworten bis ${due} ${email ? `an ${email}` : "per E-Mail"}.`,
      limited: (due) =>
        `Wir antworten bis ${due}. An diese Adresse geht heute keine weitere E-Mail: Bitte kommen Sie für unsere Antwort hierher zurück.`,
      off: (due) =>
        `Wir antworten bis ${due}. Zurzeit gehen keine E-Mails hinaus: Bitte kommen Sie für unsere Antwort hierher zurück.`,
    },
    call_back: (slot, phone) => `Wir rufen Sie an: ${slot}${phone ? `, unter ${phone}` : ""}.`,
    resolved: {
      solved: "Dieses Gespräch ist beendet.",
      restarted: "Sie haben dieses Gespräch beendet.",
      idle: "Dieses Gespräch wurde nach langer Stille beendet.",
    },
    reopened: {
      customer: "Dieses Gespräch ist wieder offen.",
      staffed: "Jetzt ist jemand da: Dieses Gespräch ist wieder offen.",
    },
    rated: (score) => `Sie haben ${number(score)} von ${number(5)} gegeben. Danke.`,
  },
};

export const more: More = {
  steps: "Was trifft zu?",
  stepBack: "Zurück",
  tried: "Sie haben versucht:",
  watch: (what: string) => `Ansehen: ${what}`,
  knownIssue: "Bekanntes Problem",
  affectsMe: "Das betrifft mich auch",
  counted: "Danke. Sie sind mitgezählt.",
  search: "Antworten durchsuchen",
  found: (n) => count(n, { one: "# Antwort gefunden", other: "# Antworten gefunden" }),
  results: "Gefundene Antworten",
  nothingFound: "Nichts gefunden. Fragen Sie unten mit eigenen Worten.",
  askThis: "Das im Chat fragen",
  common: "Häufige Fragen",
  topics: "Nach Themen",
  backToHelp: "Zurück zu allen Fragen",
  knownIssues: "Bekannte Probleme",
  formTitle: "Nachricht hinterlassen",
  changeTitle: "Nachricht ändern",
  formIntro: (due, mail) =>
    `Wir antworten ${mail ? "per E-Mail" : "hier"} bis ${due}. Wer antwortet, sieht dieses ganze Gespräch. Mit dem Senden geben Sie Ihren Platz in der Reihe auf.`,
  changeIntro: "Die neue ersetzt die, die Sie gesendet haben.",
  entries: "Vielleicht hilft das",
  text: "Ihre Nachricht",
  email: "E-Mail-Adresse für unsere Antwort",
  emailUnmailed: "Ihre E-Mail-Adresse",
  emailKnown: "Wir antworten an",
  otherAddress: "Andere Adresse verwenden",
  slot: "Oder sollen wir Sie anrufen? (freiwillig)",
  noSlot: "Nein, per E-Mail antworten",
  noSlotUnmailed: "Nein, hier antworten",
  phone: "Telefonnummer",
  phoneHint: "Mit der Vorwahl des Landes, wie in +49 30 901820",
  sendForm: "Nachricht senden",
  keepWaiting: "Weiter warten",
  keepSent: "So lassen, wie sie war",
  edit: "Vor dem Senden ändern",
  needText: "Schreiben Sie, worauf wir antworten sollen.",
  needEmail: "Wir brauchen eine Adresse für die Antwort, wie mia@example.com.",
  needPhone: "Wir brauchen eine Nummer, um Sie anzurufen.",
  slotGone: "Dieser Termin ist nicht mehr frei. Bitte wählen Sie einen anderen.",
  tooLong: (over) => `${count(over, characters)} über der Grenze von ${number(4_000)}.`,

  laterTitle: "Wie es weitergeht",
  replyBy: (due) => `Wir antworten bis ${due}`,
  callAt: (slot) => `Wir rufen Sie an: ${slot}`,
  overdue: (due) => `Wir sind spät dran: Zugesagt war eine Antwort bis ${due}`,
  overdueNote: "Das tut uns leid. Ihre Nachricht liegt bei uns, und unser Team wird daran erinnert.",
  callDue: (slot) => `Unser Anruf war zugesagt: ${slot}`,
  callDueNote: "Wenn wir Sie nicht erreicht haben, schreiben Sie hier: Ihre Nachricht liegt weiter bei uns.",
  replied: (when, mail) => `Wir haben ${mail ? "per E-Mail" : "hier"} geantwortet: ${when}`,
  repliedNote: "Schreiben Sie hier, wenn Sie noch etwas fragen möchten.",
  to: (email) => `An ${email}.`,
  at: (phone) => `Unter ${phone}.`,
  comeBack: "Bitte kommen Sie für unsere Antwort hierher zurück: Es geht keine E-Mail an Sie.",
  laterNote:
    "Sie können diesen Chat schließen. Schreiben Sie hier, antworten wir hier, sobald jemand frei ist.",
  change: "Adresse oder Nachricht ändern",
  personNow: "Jetzt mit einem Menschen sprechen",
  personWait: "Auf einen Menschen warten",

  savePage: "Als Seite speichern",
  saveText: "Als Text speichern",
  emailTranscript: "An Ihre E-Mail-Adresse senden",
  emailTranscriptHint: "Kennen wir die Adresse noch nicht, fragen wir dort zuerst, ob sie Ihnen gehört.",
  sendTranscript: "Senden",
  closeKeeping: "Fertig",
  saved: "Gespeichert. Sehen Sie bei Ihren Downloads nach.",
  notSaved: "Das hat nicht geklappt. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.",
  transcriptMail: {
    sending: (email) => `Unterwegs an ${email}.`,
    confirm: (email) => `Wir haben einen Link an ${email} gesendet. Öffnen Sie ihn, dann folgt das Gespräch.`,
    limited:
      "An diese Adresse gingen schon mehrere E-Mails. Versuchen Sie es später noch einmal, oder speichern Sie eine Datei.",
    off: "Zurzeit gehen keine E-Mails hinaus. Speichern Sie stattdessen eine Datei.",
  },

  rateTitle: "Wie war das?",
  score: (n) => `${number(n)} von ${number(5)}`,
  worst: "Schlecht",
  best: "Sehr gut",
  repeated: "Mussten Sie etwas wiederholen?",
  knewWho: "War immer klar, mit wem Sie sprechen?",
  comment: "Möchten Sie etwas hinzufügen? (freiwillig)",
  sendRating: "Bewertung senden",
  restart: "Neues Gespräch beginnen",
};
