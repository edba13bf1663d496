// Every word of the widget in Arabic: from right to left, to customers of any gender in the plural of respect.
import { counting } from "./counting.ts";
import type { More, Strings } from "./strings.ts";

const { count, number } = counting<"zero" | "one" | "two" | "few" | "many" | "other">("ar");
const minutes = {
  zero: "# دقيقة",
  one: "دقيقة واحدة",
  two: "دقيقتين",
  few: "# دقائق",
  many: "# دقيقة",
  other: "# دقيقة",
};
const characters = {
  zero: "# حرف",
  one: "حرف واحد",
  two: "حرفان",
  few: "# أحرف",
  many: "# حرفًا",
  other: "# حرف",
};

/** A name or an address runs its own way, whatever stands around it. */
const own = (words: string): string => `\u2068${words}\u2069`;

export const strings: Strings = {
  language: "ar",
  direction: "rtl",
  on24Hours: "ar-u-hc-h23",
  launcher: "الدردشة معنا",
  loading: "لحظة من فضلكم…",
  notLoaded: "تعذّر تحميل هذا الجزء.",
  unread: (n) =>
    count(n, {
      zero: "لا رسائل غير مقروءة",
      one: "رسالة واحدة غير مقروءة",
      two: "رسالتان غير مقروءتين",
      few: "# رسائل غير مقروءة",
      many: "# رسالة غير مقروءة",
      other: "# رسالة غير مقروءة",
    }),
  panel: "الدردشة",
  close: "إغلاق الدردشة",
  title: "كيف يمكننا مساعدتكم؟",
  person: "التحدث إلى شخص",
  teamHere: "فريقنا موجود",
  teamUntil: (when) => `موجودون حتى ${own(when)}`,
  opens: (when) => `نفتح ${when}`,
  nobody: "لا أحد متاح الآن",
  weekday: (day) => `يوم ${day}`,
  date: (day) => `في ${day}`,
  moment: (day, time) => `${day} الساعة ${own(time)}`,
  today: "اليوم",
  tomorrow: "غدًا",
  yourTime: "(بتوقيتكم)",
  disclosure: "تجري هذه الدردشة مع مساعد آلي وليس مع شخص. يمكنكم طلب التحدث إلى شخص في أي وقت.",
  withPerson: (name) => `أنتم تتحدثون إلى ${own(name)}، وهو شخص حقيقي.`,
  closed: "هذه المحادثة مغلقة. اكتبوا لفتحها من جديد.",
  inLine: "أنتم بانتظار شخص. المساعد صامت في هذه الأثناء.",
  later: "سيرد عليكم شخص. يمكنكم متابعة الكتابة هنا؛ المساعد صامت.",
  home: "اسألوا بكلماتكم. يقدّم المساعد الآلي إجابة واحدة. إن لم تفدكم، يتولى شخص الأمر ويرى كل ما كتبتموه.",
  homeAway: "يمكنكم طلب شخص مع ذلك. سنعرض عليكم عندها الرد بالبريد الإلكتروني أو حفظ دوركم.",

  log: "المحادثة",
  messages: "الرسائل",
  you: "أنتم",
  byMail: (who) => `${who}، بالبريد الإلكتروني`,
  assistant: "المساعد (آلي)",
  automated: "آلي",
  agent: (name) => `${own(name)}، فريق الدعم`,
  delivered: "وصلت",
  read: (name) => `قرأها ${own(name)}`,
  sending: "جارٍ الإرسال…",
  late: "لم تُرسل بعد، وسنواصل المحاولة. نصّكم محفوظ.",
  lateAsk: "لم يصل طلبكم بعد، وسنواصل المحاولة.",
  again: "إعادة المحاولة",
  remove: "إزالة",
  typing: (name) => `${own(name)} يكتب الآن…`,

  question: "هل أجاب هذا عن سؤالكم؟",
  yes: "نعم",
  no: "لا",
  readMore: "قراءة المزيد",
  helped: "جيد، أفادكم هذا. يمكنكم أن تسألوا عن شيء آخر في أي وقت.",
  notHelped: "قلتم إن هذا لم يفدكم.",

  queueTitle: "دوركم في الانتظار",
  position: (n) => `رقمكم في الانتظار ${number(n)}`,
  noPosition: "أنتم في انتظار شخص",
  wait: (from, to) => {
    if (to === 1) return "عادةً نحو دقيقة.";
    if (from === to) return `عادةً نحو ${count(to, minutes)}.`;
    return from ? `عادةً من ${number(from)} إلى ${count(to, minutes)}.` : `عادةً أقل من ${count(to, minutes)}.`;
  },
  kept: "دوركم محفوظ. يمكنكم كتابة المزيد، أو إغلاق الدردشة والعودة.",
  back: "العودة إلى المساعد",
  asking: "نطلب لكم شخصًا…",

  because: {
    closed: (opens) => (opens ? `نفتح ${opens}.` : "نحن مغلقون الآن."),
    nobody: () => "لا أحد متاح الآن.",
    long_wait: () => "يستغرق هذا وقتًا أطول مما ينبغي.",
  },
  offer: (due, mail) =>
    `لا داعي للانتظار. اتركوا رسالة وسنرد ${mail ? "بالبريد الإلكتروني" : "هنا"} قبل ${due}.`,
  leave: "ترك رسالة",
  spokenOffer: (why) => `${why} يمكنكم ترك رسالة.`,

  reconnecting: "جارٍ استعادة الاتصال. ما تكتبونه محفوظ وسيُرسل عند عودته.",
  connecting: "جارٍ الاتصال…",
  unreachable: "لا يمكن الوصول إلى الدردشة بعد. ما تكتبونه محفوظ وسيُرسل متى أمكن.",
  starting: "المساعد قيد التشغيل؛ يمكنكم التحدث إلى شخص الآن.",
  down: "المساعد غير متاح؛ يمكنكم التحدث إلى شخص الآن.",

  message: "رسالتكم",
  placeholder: "اكتبوا رسالة",
  reopen: "اكتبوا لفتح هذه الدردشة من جديد",
  send: "إرسال",
  left: (n) => `المتبقي ${count(n, characters)} من ${number(4_000)}`,
  over: (n) => `${count(n, characters)} فوق الحد البالغ ${number(4_000)}`,

  system: {
    handoff_requested: {
      asked: "طلبتم التحدث إلى شخص.",
      unsatisfied: "لم تفدكم تلك الإجابة، لذا يتولى شخص الأمر.",
      no_answer: "ليس لدى المساعد إجابة جيدة عن هذا، لذا يتولى شخص الأمر.",
      repeated: "محاولة واحدة تكفي: يتولى شخص الأمر.",
      bot_unavailable: "المساعد غير متاح، لذا يتولى شخص الأمر.",
      sensitive: "هذا أمر يخص شخصًا لا آلة.",
      rule: "هذا أمر يخص شخصًا لا آلة.",
      agent: "يتولى شخص الأمر.",
    },
    queued: {
      handoff: "أنتم في الانتظار. سيرى الشخص التالي كل ما كتبتموه.",
      agent_lost: "عدتم إلى الانتظار، في المقدمة. سيرى الشخص التالي كل شيء، بما في ذلك الملاحظات.",
      released: "عدتم إلى الانتظار، في المقدمة. سيرى الشخص التالي كل ما كتبتموه.",
      transferred: "أنتم في مقدمة الانتظار لدى فريق آخر. يرى الفريق كل ما كتبتموه.",
      overflow: "يساعد فريق آخر. يُحسب لكم وقت انتظاركم، ويرى الفريق كل ما كتبتموه.",
    },
    agent_joined: (name) => `انضم ${own(name)} ويمكنه رؤية هذه المحادثة.`,
    agent_left: {
      lost: (name) => `انقطع اتصال ${own(name)}.`,
      idle: (name) => `لم يرد ${own(name)} منذ مدة وغادر.`,
      released: (name) => `غادر ${own(name)} وأعاد المحادثة إلى الفريق.`,
      transferred: (name) => `غادر ${own(name)} وأحال المحادثة.`,
      taken_over: (name) => `غادر ${own(name)} ويتولى زميل الأمر.`,
      returned: (name) => `غادر ${own(name)}.`,
    },
    returned_to_bot: "عدتم إلى المساعد الآلي.",
    follow_up_left: {
      sending: (due, email) => `سنرد ${email ? `على ${own(email)}` : "بالبريد الإلكتروني"} قبل ${due}.`,
      limited: (due) =>
        `سنرد قبل ${due}. لن يُرسل بريد آخر إلى هذا العنوان اليوم: نرجو العودة إلى هنا لقراءة ردّنا.`,
      off: (due) => `سنرد قبل ${due}. لا يُرسل أي بريد حاليًا: نرجو العودة إلى هنا لقراءة ردّنا.`,
    },
    call_back: (slot, phone) => `سنتصل بكم ${slot}${phone ? ` على الرقم ${own(phone)}` : ""}.`,
    resolved: {
      solved: "هذه المحادثة مغلقة.",
      restarted: "أغلقتم هذه المحادثة.",
      idle: "أُغلقت هذه المحادثة بعد صمت طويل.",
    },
    reopened: {
      customer: "هذه المحادثة مفتوحة من جديد.",
      staffed: "أحدهم هنا الآن: هذه المحادثة مفتوحة من جديد.",
    },
    rated: (score) => `تقييمكم ${number(score)} من ${number(5)}. شكرًا لكم.`,
  },
};

export const more: More = {
  formTitle: "ترك رسالة",
  changeTitle: "تعديل رسالتكم",
  formIntro: (due, mail) =>
    `سنرد ${mail ? "بالبريد الإلكتروني" : "هنا"} قبل ${due}. من يرد يرى هذه المحادثة كاملة. الإرسال ينهي انتظاركم.`,
  changeIntro: "تحل الرسالة الجديدة محل التي أرسلتموها.",
  entries: "قد يفيدكم هذا",
  text: "رسالتكم",
  email: "عنوان البريد الإلكتروني لردّنا",
  emailUnmailed: "عنوان بريدكم الإلكتروني",
  emailKnown: "سنرد على",
  otherAddress: "استخدام عنوان آخر",
  slot: "أم نتصل بكم هاتفيًا؟ (اختياري)",
  noSlot: "لا، الرد بالبريد الإلكتروني",
  noSlotUnmailed: "لا، الرد هنا",
  phone: "رقم الهاتف",
  phoneHint: `مع رمز البلد، مثل ${own("+971 4 123 4567")}`,
  sendForm: "إرسال الرسالة",
  keepWaiting: "متابعة الانتظار",
  keepSent: "إبقاؤها كما كانت",
  edit: "تعديلها قبل إرسالها",
  needText: "اكتبوا ما ينبغي أن نرد عليه.",
  needEmail: `نحتاج إلى عنوان نرد عليه، مثل ${own("mia@example.com")}.`,
  needPhone: "نحتاج إلى رقم نتصل به.",
  tooLong: (over) => `${count(over, characters)} فوق الحد البالغ ${number(4_000)}.`,

  laterTitle: "ماذا بعد",
  replyBy: (due) => `سنرد قبل ${due}`,
  callAt: (slot) => `سنتصل بكم ${slot}`,
  overdue: (due) => `تأخرنا: وعدنا بالرد قبل ${due}`,
  overdueNote: "نعتذر. رسالتكم ما زالت لدينا، ويجري تذكير فريقنا بها.",
  callDue: (slot) => `كان ينبغي أن نتصل بكم ${slot}`,
  callDueNote: "إن لم نتمكن من الوصول إليكم فاكتبوا هنا: رسالتكم ما زالت لدينا.",
  replied: (when, mail) => `رددنا ${mail ? "بالبريد الإلكتروني" : "هنا"} ${when}`,
  repliedNote: "اكتبوا هنا إن كان لديكم سؤال آخر.",
  to: (email) => `إلى ${own(email)}.`,
  at: (phone) => `على الرقم ${own(phone)}.`,
  comeBack: "نرجو العودة إلى هنا لقراءة ردّنا: لن يصلكم بريد.",
  laterNote: "يمكنكم إغلاق هذه الدردشة. إن كتبتم هنا، نرد هنا حالما يتفرغ أحدنا.",
  change: "تعديل العنوان أو الرسالة",
  personNow: "التحدث إلى شخص الآن",
  personWait: "انتظار شخص",

  rateTitle: "كيف كانت تجربتكم؟",
  score: (n) => `${number(n)} من ${number(5)}`,
  worst: "سيئة",
  best: "جيدة جدًا",
  repeated: "هل اضطررتم إلى تكرار كلامكم؟",
  knewWho: "هل كان واضحًا دائمًا مع من تتحدثون؟",
  comment: "هل تودون إضافة شيء؟ (اختياري)",
  sendRating: "إرسال التقييم",
  restart: "بدء محادثة جديدة",
};
