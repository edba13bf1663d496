// Every word of the widget in French, which says "vous" to customers.
import { counting } from "./counting.ts";
import type { More, Strings } from "./strings.ts";

const { count, number } = counting<"one" | "many" | "other">("fr");
const minutes = { one: "# minute", many: "# de minutes", other: "# minutes" };
const characters = { one: "# caractère", many: "# de caractères", other: "# caractères" };

export const strings: Strings = {
  language: "fr",
  direction: "ltr",
  on24Hours: "fr",
  launcher: "Discuter avec nous",
  loading: "Un instant…",
  notLoaded: "Ceci n'a pas pu être chargé.",
  unread: (n) =>
    count(n, { one: "# message non lu", many: "# de messages non lus", other: "# messages non lus" }),
  panel: "Discussion",
  close: "Fermer la discussion",
  title: "Comment pouvons-nous vous aider ?",
  person: "Parler à une personne",
  keep: "Garder cette conversation",
  there: (names) => `Présents : ${names}`,
  teamHere: "Notre équipe est là",
  teamUntil: (when) => `Là jusqu'à ${when}`,
  opens: (when) => `Nous ouvrons ${when}`,
  nobody: "Personne n'est disponible pour l'instant",
  weekday: (day) => day,
  date: (day) => `le ${day}`,
  moment: (day, time) => `${day} à ${time}`,
  today: "aujourd'hui",
  tomorrow: "demain",
  yourTime: "(votre heure)",
  disclosure:
    "Vous discutez avec un assistant automatisé, pas avec une personne. Vous pouvez demander à parler à une personne à tout moment.",
  withPerson: (name) => `Vous parlez à ${name}, une vraie personne.`,
  closed: "Cette conversation est terminée. Écrivez pour la rouvrir.",
  inLine: "Vous attendez une personne. L'assistant se tait en attendant.",
  later: "Une personne vous répondra. Vous pouvez continuer à écrire ici ; l'assistant se tait.",
  home: "Posez votre question avec vos propres mots. L'assistant automatisé donne une réponse. Si elle ne vous aide pas, une personne prend le relais et voit tout ce que vous avez écrit.",
  homeAway:
    "Vous pouvez tout de même demander une personne. Nous vous proposerons alors de répondre par e-mail ou de garder votre place.",

  log: "Conversation",
  messages: "Messages",
  you: "Vous",
  byMail: (who) => `${who}, par e-mail`,
  assistant: "Assistant (automatisé)",
  automated: "automatisé",
  agent: (name) => `${name}, service client`,
  delivered: "Distribué",
  read: (name) => `Lu par ${name}`,
  sending: "Envoi…",
  late: "Pas encore envoyé : nous continuons d'essayer. Votre texte est conservé.",
  lateAsk: "Pas encore transmis : nous continuons d'essayer.",
  again: "Réessayer",
  remove: "Retirer",
  typing: (name) => `${name} écrit…`,

  question: "Cela répond-il à votre question ?",
  yes: "Oui",
  no: "Non",
  readMore: "En savoir plus",
  helped: "Bien, cela vous a aidé. Vous pouvez poser une autre question à tout moment.",
  notHelped: "Vous avez dit que cela ne vous a pas aidé.",

  which: "De quoi s'agit-il ?",
  noneOfThese: "Rien de tout cela : une personne",
  chosen: (title) => `${title} (votre choix)`,
  noneFits: "Vous avez dit qu'aucune ne convient.",

  queueTitle: "Votre place dans la file",
  position: (n) => `Vous êtes numéro ${number(n)}`,
  noPosition: "Vous êtes dans la file pour parler à une personne",
  wait: (from, to) => {
    if (to === 1) return "En général, environ une minute.";
    if (from === to) return `En général, environ ${count(to, minutes)}.`;
    return from
      ? `En général, de ${number(from)} à ${count(to, minutes)}.`
      : `En général, moins de ${count(to, minutes)}.`;
  },
  kept: "Votre place est gardée. Vous pouvez écrire encore, ou fermer cette discussion et revenir.",
  back: "Revenir à l'assistant",
  asking: "Nous demandons une personne…",

  because: {
    closed: (opens) => (opens ? `Nous ouvrons ${opens}.` : "Nous sommes fermés pour l'instant."),
    nobody: () => "Personne n'est disponible pour l'instant.",
    long_wait: () => "C'est plus long que prévu.",
  },
  offer: (due, mail) =>
    `Inutile d'attendre. Laissez un message, et nous répondrons ${mail ? "par e-mail" : "ici"} au plus tard ${due}.`,
  leave: "Laisser un message",
  spokenOffer: (why) => `${why} Vous pouvez laisser un message.`,

  offline: "Vous êtes hors ligne. Ce que vous écrivez est conservé et partira à votre retour.",
  reconnecting: "Reconnexion. Ce que vous écrivez est conservé et partira dès notre retour.",
  connecting: "Connexion…",
  unreachable:
    "La discussion est injoignable pour le moment. Ce que vous écrivez est conservé et partira dès que possible.",
  starting: "L'assistant démarre ; vous pouvez déjà parler à une personne.",
  down: "L'assistant n'est pas disponible ; vous pouvez parler à une personne dès maintenant.",

  message: "Votre message",
  placeholder: "Écrivez un message",
  reopen: "Écrivez pour rouvrir la discussion",
  send: "Envoyer",
  left: (n) => `Encore ${count(n, characters)} sur ${number(4_000)}`,
  over: (n) => `${count(n, characters)} au-delà de la limite de ${number(4_000)}`,

  refused: {
    bad_request: "Nous n'avons pas compris. Modifiez-le et réessayez.",
    too_long: "C'est trop long. Raccourcissez, s'il vous plaît.",
    empty: "Il n'y a encore rien à envoyer.",
    unauthorised: "Ce n'est plus possible. Rechargez la page.",
    not_found: "Cela n'existe plus.",
    forbidden: "Ce n'est pas permis ici.",
    conflict: "Quelqu'un a été plus rapide. Regardez à nouveau.",
    not_now: "Ce n'est pas possible pour l'instant.",
    too_many: "C'était beaucoup à la fois. Patientez un instant.",
    closed: "C'est déjà fermé.",
    unavailable: "Cela n'a pas marché. Réessayez.",
  },

  system: {
    handoff_requested: {
      asked: "Vous avez demandé une personne.",
      unsatisfied: "Cette réponse ne vous a pas aidé, une personne prend donc le relais.",
      no_answer: "L'assistant n'a pas de bonne réponse, une personne prend donc le relais.",
      repeated: "Un essai suffit : une personne prend le relais.",
      bot_unavailable: "L'assistant n'est pas disponible, une personne prend donc le relais.",
      sensitive: "C'est l'affaire d'une personne.",
      rule: "C'est l'affaire d'une personne.",
      agent: "Une personne prend le relais.",
    },
    queued: {
      handoff: "Vous êtes dans la file. La personne suivante verra tout ce que vous avez écrit.",
      agent_lost:
        "Vous êtes de nouveau dans la file, en tête. La personne suivante verra tout, notes comprises.",
      released:
        "Vous êtes de nouveau dans la file, en tête. La personne suivante verra tout ce que vous avez écrit.",
      transferred: "Vous êtes en tête de la file d'une autre équipe. Elle voit tout ce que vous avez écrit.",
      overflow:
        "Une autre équipe vient en renfort. Votre temps d'attente est gardé ; elle voit tout ce que vous avez écrit.",
    },
    agent_joined: (name) => `${name} vous a rejoint et peut voir cette conversation.`,
    agent_left: {
      lost: (name) => `La connexion de ${name} a été perdue.`,
      idle: (name) => `${name} n'a pas répondu depuis un moment et a quitté la conversation.`,
      released: (name) => `${name} a quitté la conversation et l'a rendue à l'équipe.`,
      transferred: (name) => `${name} a quitté la conversation et l'a transmise.`,
      taken_over: (name) =>
        `${name} a quitté la conversation ; une autre personne de l'équipe prend le relais.`,
      returned: (name) => `${name} a quitté la conversation.`,
    },
    returned_to_bot: "Vous êtes de retour avec l'assistant automatisé.",
    follow_up_left: {
      sending: (due, email) => `Nous répondrons ${email ? `à ${email}` : "par e-mail"} au plus tard ${due}.`,
      limited: (due) =>
        `Nous répondrons au plus tard ${due}. Plus aucun e-mail ne part vers cette adresse aujourd'hui : revenez ici pour lire notre réponse.`,
      off: (due) =>
        `Nous répondrons au plus tard ${due}. Aucun e-mail ne part pour l'instant : revenez ici pour lire notre réponse.`,
    },
    call_back: (slot, phone) => `Nous vous appellerons ${slot}${phone ? `, au ${phone}` : ""}.`,
    resolved: {
      solved: "Cette conversation est terminée.",
      restarted: "Vous avez terminé cette conversation.",
      idle: "Cette conversation a été fermée après un long silence.",
    },
    reopened: {
      customer: "Cette conversation est de nouveau ouverte.",
      staffed: "Quelqu'un est là : cette conversation est de nouveau ouverte.",
    },
    rated: (score) => `Vous avez donné ${number(score)} sur ${number(5)}. Merci.`,
  },
};

export const more: More = {
  steps: "Quel est votre cas ?",
  stepBack: "Retour",
  tried: "Vous avez essayé :",
  watch: (what: string) => `Voir : ${what}`,
  knownIssue: "Problème connu",
  affectsMe: "Cela me concerne aussi",
  counted: "Merci. Vous êtes compté.",
  search: "Chercher dans les réponses",
  found: (n) =>
    count(n, { one: "# réponse trouvée", many: "# réponses trouvées", other: "# réponses trouvées" }),
  results: "Réponses trouvées",
  nothingFound: "Rien trouvé. Posez votre question ci-dessous avec vos propres mots.",
  askThis: "Poser cette question dans le chat",
  common: "Questions fréquentes",
  topics: "Par thème",
  backToHelp: "Retour à toutes les questions",
  knownIssues: "Problèmes connus",
  formTitle: "Laisser un message",
  changeTitle: "Modifier votre message",
  formIntro: (due, mail) =>
    `Nous répondrons ${mail ? "par e-mail" : "ici"} au plus tard ${due}. La personne qui répond voit toute cette conversation. L'envoi met fin à votre attente dans la file.`,
  changeIntro: "Le nouveau remplace celui que vous avez envoyé.",
  entries: "Ceci peut vous aider",
  text: "Votre message",
  email: "Adresse e-mail pour notre réponse",
  emailUnmailed: "Votre adresse e-mail",
  emailKnown: "Nous répondrons à",
  otherAddress: "Utiliser une autre adresse",
  slot: "Ou préférez-vous un appel ? (facultatif)",
  noSlot: "Non, répondez par e-mail",
  noSlotUnmailed: "Non, répondez ici",
  phone: "Numéro de téléphone",
  phoneHint: "Avec l'indicatif du pays, comme +33 1 86 12 34 56",
  sendForm: "Envoyer le message",
  keepWaiting: "Continuer d'attendre",
  keepSent: "Le laisser tel quel",
  edit: "Le modifier avant l'envoi",
  needText: "Écrivez ce à quoi nous devons répondre.",
  needEmail: "Il nous faut une adresse où répondre, comme mia@example.com.",
  needPhone: "Il nous faut un numéro à appeler.",
  slotGone: "Ce créneau n'est plus libre. Choisissez-en un autre.",
  tooLong: (over) => `${count(over, characters)} au-delà de la limite de ${number(4_000)}.`,

  laterTitle: "La suite",
  replyBy: (due) => `Nous répondrons au plus tard ${due}`,
  callAt: (slot) => `Nous vous appellerons ${slot}`,
  overdue: (due) => `Nous sommes en retard : nous devions répondre au plus tard ${due}`,
  overdueNote:
    "Nous en sommes désolés. Votre message est toujours chez nous, et notre équipe en est avertie.",
  callDue: (slot) => `Nous devions vous appeler ${slot}`,
  callDueNote: "Si nous n'avons pas pu vous joindre, écrivez ici : votre message est toujours chez nous.",
  replied: (when, mail) => `Nous avons répondu ${mail ? "par e-mail" : "ici"} ${when}`,
  repliedNote: "Écrivez ici si vous avez d'autres questions.",
  to: (email) => `À ${email}.`,
  at: (phone) => `Au ${phone}.`,
  comeBack: "Revenez ici pour lire notre réponse : aucun e-mail ne vous sera envoyé.",
  laterNote:
    "Vous pouvez fermer cette discussion. Si vous écrivez ici, nous répondons ici dès que quelqu'un est libre.",
  change: "Modifier l'adresse ou le message",
  personNow: "Parler à une personne maintenant",
  personWait: "Attendre une personne",

  savePage: "Enregistrer comme page",
  saveText: "Enregistrer comme texte",
  emailTranscript: "L'envoyer à votre adresse e-mail",
  emailTranscriptHint:
    "Si nous ne connaissons pas encore l'adresse, nous y demandons d'abord si c'est la vôtre.",
  sendTranscript: "Envoyer",
  closeKeeping: "Terminé",
  saved: "Enregistré. Regardez dans vos téléchargements.",
  notSaved: "Cela n'a pas fonctionné. Vérifiez votre connexion, puis réessayez.",
  transcriptMail: {
    sending: (email) => `En route vers ${email}.`,
    confirm: (email) => `Nous avons envoyé un lien à ${email}. Ouvrez-le, et la conversation suivra.`,
    limited:
      "Plusieurs e-mails ont déjà été envoyés à cette adresse. Réessayez plus tard, ou enregistrez un fichier.",
    off: "Aucun e-mail ne part pour l'instant. Enregistrez plutôt un fichier.",
  },

  rateTitle: "Comment cela s'est-il passé ?",
  score: (n) => `${number(n)} sur ${number(5)}`,
  worst: "Mal",
  best: "Très bien",
  repeated: "Avez-vous dû vous répéter ?",
  knewWho: "Saviez-vous toujours à qui vous parliez ?",
  comment: "Quelque chose à ajouter ? (facultatif)",
  sendRating: "Envoyer l'avis",
  restart: "Commencer une nouvelle conversation",
};
