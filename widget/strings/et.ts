// Every word of the widget in Estonian, which says "teie" to customers.
import { counting } from "./counting.ts";
import type { More, Strings } from "./strings.ts";

const { count, number } = counting<"one" | "other">("et");
const minutes = { one: "# minut", other: "# minutit" };
const characters = { one: "# tähemärk", other: "# tähemärki" };

export const strings: Strings = {
  language: "et",
  direction: "ltr",
  on24Hours: "et",
  launcher: "Vestle meiega",
  loading: "Üks hetk…",
  notLoaded: "Seda ei õnnestunud laadida.",
  unread: (n) => count(n, { one: "# lugemata sõnum", other: "# lugemata sõnumit" }),
  panel: "Vestlus",
  close: "Sulge vestlus",
  title: "Kuidas saame aidata?",
  person: "Räägi inimesega",
  keep: "Säilita see vestlus",
  there: (names) => `Praegu kohal: ${names}`,
  teamHere: "Meie meeskond on kohal",
  teamUntil: (when) => `Kohal kuni ${when}`,
  opens: (when) => `Avame ${when}`,
  nobody: "Praegu pole kedagi kohal",
  weekday: (day) => (day.endsWith("e") ? `${day}l` : `${day}al`),
  date: (day) => day,
  moment: (day, time) => `${day} kell ${time}`,
  today: "täna",
  tomorrow: "homme",
  yourTime: "(teie aeg)",
  disclosure: "Vestlete automaatse assistendiga, mitte inimesega. Inimest võite paluda igal ajal.",
  withPerson: (name) => `Teiega räägib ${name}, päris inimene.`,
  closed: "See vestlus on suletud. Kirjutage, et see uuesti avada.",
  inLine: "Ootate inimest. Assistent on seni vait.",
  later: "Teile vastab inimene. Võite siia edasi kirjutada; assistent on vait.",
  home: "Küsige oma sõnadega. Automaatne assistent annab ühe vastuse. Kui see ei aita, võtab üle inimene, kes näeb kõike, mida olete kirjutanud.",
  homeAway: "Inimest võite siiski paluda. Pakume siis vastust e-postiga või hoiame teie kohta järjekorras.",

  log: "Vestluse käik",
  messages: "Sõnumid",
  you: "Teie",
  byMail: (who) => `${who}, e-postiga`,
  assistant: "Assistent (automaatne)",
  automated: "automaatne",
  agent: (name) => `${name}, klienditugi`,
  delivered: "Kohale toimetatud",
  read: (name) => `Luges ${name}`,
  sending: "Saadame…",
  late: "Veel saatmata – proovime edasi. Teie tekst on alles.",
  lateAsk: "Pole veel kohale jõudnud – proovime edasi.",
  again: "Proovi uuesti",
  remove: "Eemalda",
  typing: (name) => `${name} kirjutab…`,

  question: "Kas see vastas teie küsimusele?",
  yes: "Jah",
  no: "Ei",
  readMore: "Loe edasi",
  helped: "Hea, sellest oli abi. Võite igal ajal midagi muud küsida.",
  notHelped: "Ütlesite, et sellest polnud abi.",

  which: "Millist neist mõtlete?",
  noneOfThese: "Mitte ükski: inimene",
  chosen: (title) => `${title} (teie valik)`,
  noneFits: "Ütlesite, et ükski neist ei sobi.",

  queueTitle: "Teie koht järjekorras",
  position: (n) => `Olete järjekorras number ${number(n)}`,
  noPosition: "Ootate järjekorras inimest",
  wait: (from, to) => {
    if (to === 1) return "Tavaliselt umbes minut.";
    if (from === to) return `Tavaliselt umbes ${count(to, minutes)}.`;
    return from
      ? `Tavaliselt ${number(from)} kuni ${count(to, minutes)}.`
      : `Tavaliselt alla ${number(to)} minuti.`;
  },
  kept: "Teie koht jääb alles. Võite edasi kirjutada või vestluse sulgeda ja tagasi tulla.",
  back: "Tagasi assistendi juurde",
  asking: "Palume appi inimese…",

  because: {
    closed: (opens) => (opens ? `Avame ${opens}.` : "Praegu oleme suletud."),
    nobody: () => "Praegu pole kedagi kohal.",
    long_wait: () => "See võtab kauem aega, kui peaks.",
  },
  offer: (due, mail) =>
    `Te ei pea ootama. Jätke sõnum ja me vastame ${mail ? "e-postiga" : "siin"} hiljemalt ${due}.`,
  leave: "Jäta sõnum",
  spokenOffer: (why) => `${why} Võite jätta sõnumi.`,

  offline: "Teil pole ühendust. Mida kirjutate, jääb alles ja läheb teele, kui ühendus on tagasi.",
  reconnecting: "Ühendame uuesti. Mida kirjutate, jääb alles ja läheb teele, kui ühendus on tagasi.",
  connecting: "Ühendame…",
  unreachable: "Vestlus pole veel kättesaadav. Mida kirjutate, jääb alles ja läheb teele, kui saab.",
  starting: "Assistent alles käivitub; inimesega saate juba rääkida.",
  down: "Assistent pole saadaval; inimesega saate kohe rääkida.",

  message: "Teie sõnum",
  placeholder: "Kirjutage sõnum",
  reopen: "Kirjutage, et vestlus uuesti avada",
  send: "Saada",
  left: (n) => `Jäänud on ${count(n, characters)} ${number(4_000)}-st`,
  over: (n) => `${count(n, characters)} üle piiri, mis on ${number(4_000)}`,

  system: {
    handoff_requested: {
      asked: "Palusite inimest.",
      unsatisfied: "Sellest vastusest polnud abi, seega võtab üle inimene.",
      no_answer: "Assistendil pole sellele head vastust, seega võtab üle inimene.",
      repeated: "Ühest katsest piisab: üle võtab inimene.",
      bot_unavailable: "Assistent pole saadaval, seega võtab üle inimene.",
      sensitive: "See on inimese asi.",
      rule: "See on inimese asi.",
      agent: "Üle võtab inimene.",
    },
    queued: {
      handoff: "Olete järjekorras. Järgmine inimene näeb kõike, mida olete kirjutanud.",
      agent_lost: "Olete jälle järjekorras, kõige ees. Järgmine inimene näeb kõike, ka märkmeid.",
      released: "Olete jälle järjekorras, kõige ees. Järgmine inimene näeb kõike, mida olete kirjutanud.",
      transferred: "Olete teise meeskonna järjekorras kõige ees. Nad näevad kõike, mida olete kirjutanud.",
      overflow:
        "Appi tuleb teine meeskond. Teie oodatud aeg jääb alles; nad näevad kõike, mida olete kirjutanud.",
    },
    agent_joined: (name) => `${name} liitus ja näeb seda vestlust.`,
    agent_left: {
      lost: (name) => `${name} kaotas ühenduse.`,
      idle: (name) => `${name} pole tükk aega vastanud ja on lahkunud.`,
      released: (name) => `${name} lahkus ja andis vestluse meeskonnale tagasi.`,
      transferred: (name) => `${name} lahkus ja andis vestluse edasi.`,
      taken_over: (name) => `${name} lahkus; üle võtab kolleeg.`,
      returned: (name) => `${name} lahkus.`,
    },
    returned_to_bot: "Olete jälle automaatse assistendi juures.",
    follow_up_left: {
      sending: (due, email) => `Vastame ${email ? `aadressile ${email}` : "e-postiga"} hiljemalt ${due}.`,
      limited: (due) =>
        `Vastame hiljemalt ${due}. Sellele aadressile täna rohkem kirju ei lähe: palun tulge meie vastuse jaoks siia tagasi.`,
      off: (due) =>
        `Vastame hiljemalt ${due}. Praegu kirju välja ei lähe: palun tulge meie vastuse jaoks siia tagasi.`,
    },
    call_back: (slot, phone) => `Helistame teile ${slot}${phone ? `, numbril ${phone}` : ""}.`,
    resolved: {
      solved: "See vestlus on suletud.",
      restarted: "Sulgesite selle vestluse.",
      idle: "See vestlus suleti pärast pikka vaikust.",
    },
    reopened: {
      customer: "See vestlus on jälle avatud.",
      staffed: "Keegi on nüüd kohal: see vestlus on jälle avatud.",
    },
    rated: (score) => `Teie hinne on ${number(score)}, parim on ${number(5)}. Aitäh.`,
  },
};

export const more: More = {
  formTitle: "Jäta sõnum",
  changeTitle: "Muuda sõnumit",
  formIntro: (due, mail) =>
    `Vastame ${mail ? "e-postiga" : "siin"} hiljemalt ${due}. Kes vastab, näeb kogu seda vestlust. Saatmisega lõpeb teie ootamine järjekorras.`,
  changeIntro: "Uus sõnum tuleb saadetud sõnumi asemele.",
  entries: "Ehk on sellest abi",
  text: "Teie sõnum",
  email: "E-posti aadress meie vastuse jaoks",
  emailUnmailed: "Teie e-posti aadress",
  emailKnown: "Vastame aadressile",
  otherAddress: "Kasuta teist aadressi",
  slot: "Või helistame teile? (vabatahtlik)",
  noSlot: "Ei, vastake e-postiga",
  noSlotUnmailed: "Ei, vastake siin",
  phone: "Telefoninumber",
  phoneHint: "Koos riigi suunanumbriga, näiteks +372 600 1234",
  sendForm: "Saada sõnum",
  keepWaiting: "Oota edasi",
  keepSent: "Jäta nii, nagu oli",
  edit: "Muuda enne saatmist",
  needText: "Kirjutage, millele peaksime vastama.",
  needEmail: "Vajame aadressi, kuhu vastata, näiteks mia@example.com.",
  needPhone: "Vajame numbrit, kuhu helistada.",
  tooLong: (over) => `${count(over, characters)} üle piiri, mis on ${number(4_000)}.`,

  laterTitle: "Mis saab edasi",
  replyBy: (due) => `Vastame hiljemalt ${due}`,
  callAt: (slot) => `Helistame teile ${slot}`,
  overdue: (due) => `Oleme hiljaks jäänud: lubasime vastata hiljemalt ${due}`,
  overdueNote: "Vabandame. Teie sõnum on meie käes ja meeskonnale tuletatakse seda meelde.",
  callDue: (slot) => `Pidime teile helistama ${slot}`,
  callDueNote: "Kui me teid kätte ei saanud, kirjutage siia: teie sõnum on endiselt meie käes.",
  replied: (when, mail) => `Vastasime ${mail ? "e-postiga" : "siin"} ${when}`,
  repliedNote: "Kirjutage siia, kui soovite veel midagi küsida.",
  to: (email) => `Aadressile ${email}.`,
  at: (phone) => `Numbril ${phone}.`,
  comeBack: "Palun tulge meie vastuse jaoks siia tagasi: kirja teile ei saadeta.",
  laterNote: "Võite selle vestluse sulgeda. Kui kirjutate siia, vastame siin kohe, kui keegi vabaneb.",
  change: "Muuda aadressi või sõnumit",
  personNow: "Räägi inimesega kohe",
  personWait: "Oota inimest",

  savePage: "Salvesta leheküljena",
  saveText: "Salvesta tekstina",
  emailTranscript: "Saada oma e-posti aadressile",
  emailTranscriptHint: "Kui me aadressi veel ei tea, küsime sealt kõigepealt, kas see on teie oma.",
  sendTranscript: "Saada",
  closeKeeping: "Valmis",
  saved: "Salvestatud. Vaadake allalaaditud failide hulgast.",
  notSaved: "See ei õnnestunud. Kontrollige ühendust ja proovige uuesti.",
  transcriptMail: {
    sending: (email) => `Teel aadressile ${email}.`,
    confirm: (email) => `Saatsime lingi aadressile ${email}. Avage see ja vestlus tuleb järele.`,
    limited: "Sellele aadressile läks juba mitu kirja. Proovige hiljem uuesti või salvestage fail.",
    off: "Praegu kirju välja ei lähe. Salvestage hoopis fail.",
  },

  rateTitle: "Kuidas läks?",
  score: (n) => `${number(n)} / ${number(5)}`,
  worst: "Halvasti",
  best: "Väga hästi",
  repeated: "Kas pidite midagi kordama?",
  knewWho: "Kas oli kogu aeg selge, kellega räägite?",
  comment: "Kas soovite midagi lisada? (vabatahtlik)",
  sendRating: "Saada hinnang",
  restart: "Alusta uut vestlust",
};
