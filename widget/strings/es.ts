// Every word of the widget in Spanish, which says "usted" to customers: at home on both sides of the ocean.
import { counting } from "./counting.ts";
import type { More, Strings } from "./strings.ts";

const { count, number } = counting<"one" | "many" | "other">("es");
const minutes = { one: "# minuto", many: "# de minutos", other: "# minutos" };
const characters = { one: "# carácter", many: "# de caracteres", other: "# caracteres" };

export const strings: Strings = {
  language: "es",
  direction: "ltr",
  on24Hours: "es",
  launcher: "Chatee con nosotros",
  loading: "Un momento…",
  notLoaded: "Esto no se pudo cargar.",
  unread: (n) =>
    count(n, { one: "# mensaje sin leer", many: "# de mensajes sin leer", other: "# mensajes sin leer" }),
  panel: "Chat",
  close: "Cerrar el chat",
  title: "¿En qué podemos ayudarle?",
  person: "Hablar con una persona",
  keep: "Guardar esta conversación",
  there: (names) => `Aquí ahora: ${names}`,
  teamHere: "Nuestro equipo está aquí",
  teamUntil: (when) => `Aquí hasta ${hour(when)}`,
  opens: (when) => `Abrimos ${when}`,
  nobody: "Ahora no hay nadie disponible",
  weekday: (day) => `el ${day}`,
  date: (day) => `el ${day}`,
  moment: (day, time) => `${day} a ${hour(time)}`,
  today: "hoy",
  tomorrow: "mañana",
  yourTime: "(su hora)",
  disclosure:
    "Está chateando con un asistente automático, no con una persona. Puede pedir hablar con una persona en cualquier momento.",
  withPerson: (name) => `Está hablando con ${name}, una persona.`,
  closed: "Esta conversación está cerrada. Escriba para volver a abrirla.",
  inLine: "Está esperando a una persona. Mientras tanto, el asistente guarda silencio.",
  later: "Le responderá una persona. Puede seguir escribiendo aquí; el asistente guarda silencio.",
  home: "Pregunte con sus propias palabras. El asistente automático da una respuesta. Si no le ayuda, una persona toma el relevo y ve todo lo que ha escrito.",
  homeAway:
    "Aun así puede pedir hablar con una persona. Le ofreceremos responder por correo o guardarle el turno.",

  log: "Conversación",
  messages: "Mensajes",
  you: "Usted",
  byMail: (who) => `${who}, por correo`,
  assistant: "Asistente (automático)",
  automated: "automático",
  agent: (name) => `${name}, equipo de atención`,
  delivered: "Entregado",
  read: (name) => `Leído por ${name}`,
  sending: "Enviando…",
  late: "Aún no se ha enviado; seguimos intentándolo. Su texto está guardado.",
  lateAsk: "Aún no ha llegado; seguimos intentándolo.",
  again: "Intentar de nuevo",
  remove: "Quitar",
  typing: (name) => `${name} está escribiendo…`,

  question: "¿Responde esto a su pregunta?",
  yes: "Sí",
  no: "No",
  readMore: "Leer más",
  helped: "Bien, le ha ayudado. Puede preguntar otra cosa cuando quiera.",
  notHelped: "Dijo que esto no le ayudó.",

  which: "¿A cuál de estas se refiere?",
  noneOfThese: "Ninguna de estas: una persona",
  chosen: (title) => `${title} (su elección)`,
  noneFits: "Dijo que ninguna de estas corresponde.",

  queueTitle: "Su lugar en la fila",
  position: (n) => `Usted es el número ${number(n)}`,
  noPosition: "Está en la fila para hablar con una persona",
  wait: (from, to) => {
    if (to === 1) return "Suele tardar alrededor de un minuto.";
    if (from === to) return `Suele tardar unos ${count(to, minutes)}.`;
    return from
      ? `Suele tardar de ${number(from)} a ${count(to, minutes)}.`
      : `Suele tardar menos de ${count(to, minutes)}.`;
  },
  kept: "Le guardamos el turno. Puede escribir más, o cerrar el chat y volver.",
  back: "Volver al asistente",
  asking: "Pidiendo hablar con una persona…",

  because: {
    closed: (opens) => (opens ? `Abrimos ${opens}.` : "Ahora está cerrado."),
    nobody: () => "Ahora no hay nadie disponible.",
    long_wait: () => "Esto tarda más de lo debido.",
  },
  offer: (due, mail) =>
    `No hace falta que espere. Deje un mensaje y le responderemos ${mail ? "por correo" : "aquí"}, a más tardar ${due}.`,
  leave: "Dejar un mensaje",
  spokenOffer: (why) => `${why} Puede dejar un mensaje.`,

  offline: "No tiene conexión. Lo que escriba se guarda y se envía cuando vuelva a tenerla.",
  reconnecting: "Reconectando. Lo que escriba se guarda y se envía cuando volvamos.",
  connecting: "Conectando…",
  unreachable: "Aún no se puede acceder al chat. Lo que escriba se guarda y se envía cuando se pueda.",
  starting: "El asistente se está iniciando; ya puede hablar con una persona.",
  down: "El asistente no está disponible; puede hablar con una persona ahora.",

  message: "Su mensaje",
  placeholder: "Escriba un mensaje",
  reopen: "Escriba para reabrir este chat",
  send: "Enviar",
  left: (n) => `Quedan ${count(n, characters)} de ${number(4_000)}`,
  over: (n) => `${count(n, characters)} por encima del límite de ${number(4_000)}`,

  refused: {
    bad_request: "No lo hemos entendido. Cámbielo e inténtelo de nuevo.",
    too_long: "Es demasiado largo. Acórtelo, por favor.",
    empty: "Aún no hay nada que enviar.",
    unauthorised: "Esto ya no es posible. Vuelva a cargar la página.",
    not_found: "Esto ya no existe.",
    forbidden: "Esto no está permitido aquí.",
    conflict: "Alguien se adelantó. Vuelva a mirar.",
    not_now: "Ahora no se puede.",
    too_many: "Fue mucho de una vez. Espere un momento.",
    closed: "Esto ya está cerrado.",
    unavailable: "No funcionó. Inténtelo de nuevo.",
  },

  system: {
    handoff_requested: {
      asked: "Pidió hablar con una persona.",
      unsatisfied: "Esa respuesta no le ayudó, así que una persona toma el relevo.",
      no_answer: "El asistente no tiene una buena respuesta, así que una persona toma el relevo.",
      repeated: "Con un intento basta: una persona toma el relevo.",
      bot_unavailable: "El asistente no está disponible, así que una persona toma el relevo.",
      sensitive: "Esto es asunto para una persona.",
      rule: "Esto es asunto para una persona.",
      agent: "Una persona toma el relevo.",
    },
    queued: {
      handoff: "Está en la fila. Quien le atienda verá todo lo que ha escrito.",
      agent_lost:
        "Vuelve a estar en la fila, en primer lugar. Quien le atienda lo verá todo, también las notas.",
      released: "Vuelve a estar en la fila, en primer lugar. Quien le atienda verá todo lo que ha escrito.",
      transferred: "Está en primer lugar en la fila de otro equipo. Verán todo lo que ha escrito.",
      overflow:
        "Otro equipo echa una mano. Conserva el tiempo que ha esperado; verán todo lo que ha escrito.",
    },
    agent_joined: (name) => `${name} se ha unido y puede ver esta conversación.`,
    agent_left: {
      lost: (name) => `Se perdió la conexión de ${name}.`,
      idle: (name) => `${name} lleva un rato sin responder y ha salido.`,
      released: (name) => `${name} ha salido y ha devuelto la conversación al equipo.`,
      transferred: (name) => `${name} ha salido y ha pasado la conversación.`,
      taken_over: (name) => `${name} ha salido; otra persona del equipo toma el relevo.`,
      returned: (name) => `${name} ha salido.`,
    },
    returned_to_bot: "Vuelve a estar con el asistente automático.",
    follow_up_left: {
      sending: (due, email) =>
        `Le responderemos ${email ? `a ${email}` : "por correo"}, a más tardar ${due}.`,
      limited: (due) =>
        `Le responderemos a más tardar ${due}. Hoy no salen más correos a esta dirección: vuelva aquí para leer nuestra respuesta.`,
      off: (due) =>
        `Le responderemos a más tardar ${due}. Por ahora no salen correos: vuelva aquí para leer nuestra respuesta.`,
    },
    call_back: (slot, phone) => `Le llamaremos ${slot}${phone ? `, al ${phone}` : ""}.`,
    resolved: {
      solved: "Esta conversación está cerrada.",
      restarted: "Usted cerró esta conversación.",
      idle: "Esta conversación se cerró tras un largo silencio.",
    },
    reopened: {
      customer: "Esta conversación está abierta de nuevo.",
      staffed: "Ya hay alguien aquí: esta conversación está abierta de nuevo.",
    },
    rated: (score) => `Ha dado ${number(score)} de ${number(5)}. Gracias.`,
  },
};

export const more: More = {
  steps: "¿Qué ocurre en su caso?",
  stepBack: "Volver",
  tried: "Ha probado:",
  watch: (what: string) => `Ver: ${what}`,
  knownIssue: "Problema conocido",
  affectsMe: "A mí también me afecta",
  counted: "Gracias. Queda contado.",
  search: "Buscar en las respuestas",
  found: (n) =>
    count(n, {
      one: "# respuesta encontrada",
      many: "# respuestas encontradas",
      other: "# respuestas encontradas",
    }),
  results: "Respuestas encontradas",
  nothingFound: "No se encontró nada. Pregunte abajo con sus propias palabras.",
  askThis: "Preguntar esto en el chat",
  common: "Preguntas frecuentes",
  topics: "Por temas",
  backToHelp: "Volver a todas las preguntas",
  knownIssues: "Problemas conocidos",
  formTitle: "Dejar un mensaje",
  changeTitle: "Cambiar su mensaje",
  formIntro: (due, mail) =>
    `Le responderemos ${mail ? "por correo" : "aquí"}, a más tardar ${due}. Quien responda verá toda esta conversación. Al enviar, deja su turno en la fila.`,
  changeIntro: "El nuevo sustituye al que envió.",
  entries: "Quizá esto ayude",
  text: "Su mensaje",
  email: "Correo electrónico para nuestra respuesta",
  emailUnmailed: "Su correo electrónico",
  emailKnown: "Le responderemos a",
  otherAddress: "Usar otra dirección",
  slot: "¿O prefiere que le llamemos? (opcional)",
  noSlot: "No, respondan por correo",
  noSlotUnmailed: "No, respondan aquí",
  phone: "Número de teléfono",
  phoneHint: "Con el prefijo del país, como en +34 910 12 34 56",
  sendForm: "Enviar mensaje",
  keepWaiting: "Seguir esperando",
  keepSent: "Dejarlo como estaba",
  edit: "Cambiarlo antes de que se envíe",
  needText: "Escriba a qué debemos responder.",
  needEmail: "Necesitamos una dirección para responder, como mia@example.com.",
  needPhone: "Necesitamos un número al que llamar.",
  slotGone: "Esta hora ya no está libre. Elija otra.",
  tooLong: (over) => `${count(over, characters)} por encima del límite de ${number(4_000)}.`,

  laterTitle: "Qué pasa ahora",
  replyBy: (due) => `Le responderemos a más tardar ${due}`,
  callAt: (slot) => `Le llamaremos ${slot}`,
  overdue: (due) => `Vamos con retraso: dijimos que responderíamos a más tardar ${due}`,
  overdueNote: "Lo sentimos. Seguimos teniendo su mensaje y se lo recordamos a nuestro equipo.",
  callDue: (slot) => `Íbamos a llamarle ${slot}`,
  callDueNote: "Si no pudimos localizarle, escriba aquí: seguimos teniendo su mensaje.",
  replied: (when, mail) => `Respondimos ${mail ? "por correo" : "aquí"} ${when}`,
  repliedNote: "Escriba aquí si tiene más preguntas.",
  to: (email) => `A ${email}.`,
  at: (phone) => `Al ${phone}.`,
  comeBack: "Vuelva aquí para leer nuestra respuesta: no le llegará ningún correo.",
  laterNote: "Puede cerrar este chat. Si escribe aquí, respondemos aquí en cuanto alguien quede libre.",
  change: "Cambiar la dirección o el mensaje",
  personNow: "Hablar con una persona ahora",
  personWait: "Esperar a una persona",

  savePage: "Guardar como página",
  saveText: "Guardar como texto",
  emailTranscript: "Enviarla a su correo",
  emailTranscriptHint: "Si aún no conocemos la dirección, primero preguntamos allí si es suya.",
  sendTranscript: "Enviar",
  closeKeeping: "Listo",
  saved: "Guardado. Búsquelo entre sus descargas.",
  notSaved: "No funcionó. Compruebe su conexión e inténtelo de nuevo.",
  transcriptMail: {
    sending: (email) => `En camino a ${email}.`,
    confirm: (email) => `Hemos enviado un enlace a ${email}. Ábralo y la conversación llegará después.`,
    limited: "Ya se enviaron varios correos a esta dirección. Inténtelo más tarde o guarde un archivo.",
    off: "Por ahora no salen correos. Guarde un archivo en su lugar.",
  },

  rateTitle: "¿Qué le pareció?",
  score: (n) => `${number(n)} de ${number(5)}`,
  worst: "Mal",
  best: "Muy bien",
  repeated: "¿Tuvo que repetir algo?",
  knewWho: "¿Estuvo siempre claro con quién hablaba?",
  comment: "¿Algo que añadir? (opcional)",
  sendRating: "Enviar valoración",
  restart: "Empezar otra conversación",
};

/** "las 9:00", and "la 1:00". */
function hour(time: string): string {
  return `${/^0?1\D/.test(time) ? "la" : "las"} ${time}`;
}
