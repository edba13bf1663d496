// Every word of the widget in Japanese, politely (です・ます).
import { counting } from "./counting.ts";
import type { More, Strings } from "./strings.ts";

const { count, number } = counting<"other">("ja");
const minutes = { other: "#分" };
const characters = { other: "#文字" };

export const strings: Strings = {
  language: "ja",
  direction: "ltr",
  on24Hours: "ja",
  launcher: "チャットで相談する",
  loading: "少々お待ちください…",
  notLoaded: "読み込めませんでした。",
  unread: (n) => count(n, { other: "未読メッセージ#件" }),
  panel: "チャット",
  close: "チャットを閉じる",
  title: "どのようなご用件でしょうか",
  person: "担当者と話す",
  teamHere: "担当者がおります",
  teamUntil: (when) => `${when}まで対応します`,
  opens: (when) => `${when}から対応します`,
  nobody: "ただいま担当者がおりません",
  weekday: (day) => day,
  date: (day) => day,
  moment: (day, time) => `${day} ${time}`,
  today: "今日",
  tomorrow: "明日",
  yourTime: "（お客様の現地時間）",
  disclosure: "お話ししているのは自動アシスタントで、人ではありません。いつでも担当者をお呼びいただけます。",
  withPerson: (name) => `担当者の${name}（人）がお話ししています。`,
  closed: "この会話は終了しました。書き込むと再開します。",
  inLine: "担当者をお待ちいただいています。その間、アシスタントは応答しません。",
  later: "担当者がお返事します。このまま書き込めます。アシスタントは応答しません。",
  home: "ご自分の言葉でお尋ねください。自動アシスタントが一度だけお答えします。解決しない場合は、ここまでの内容をすべて見られる担当者が引き継ぎます。",
  homeAway: "それでも担当者をお呼びいただけます。メールでのお返事か、順番の確保をご案内します。",

  log: "会話",
  messages: "メッセージ",
  you: "お客様",
  byMail: (who) => `${who}（メール）`,
  assistant: "アシスタント（自動）",
  automated: "自動",
  agent: (name) => `${name}（サポート担当）`,
  delivered: "届きました",
  read: (name) => `${name}が読みました`,
  sending: "送信しています…",
  late: "まだ送信できていません。送信を続けます。文章は保存されています。",
  lateAsk: "まだ届いていません。送信を続けます。",
  again: "もう一度試す",
  remove: "取り消す",
  typing: (name) => `${name}が入力しています…`,

  question: "これで解決しましたか",
  yes: "はい",
  no: "いいえ",
  readMore: "詳しく見る",
  helped: "お役に立てて何よりです。ほかのこともいつでもお尋ねください。",
  notHelped: "解決しなかったとのお返事をいただきました。",

  queueTitle: "順番待ち",
  position: (n) => `${number(n)}番目です`,
  noPosition: "担当者をお待ちいただいています",
  wait: (from, to) => {
    if (to === 1) return "通常は約1分です。";
    if (from === to) return `通常は約${count(to, minutes)}です。`;
    return from
      ? `通常は${number(from)}～${count(to, minutes)}です。`
      : `通常は${count(to, minutes)}以内です。`;
  },
  kept: "順番は確保されています。続けて書き込むことも、閉じて後で戻ることもできます。",
  back: "アシスタントに戻る",
  asking: "担当者を呼んでいます…",

  because: {
    closed: (opens) => (opens ? `${opens}から対応します。` : "ただいま受付時間外です。"),
    nobody: () => "ただいま担当者がおりません。",
    long_wait: () => "通常よりお時間がかかっています。",
  },
  offer: (due, mail) =>
    `お待ちいただく必要はありません。メッセージを残していただければ、${due}までに${mail ? "メールで" : "ここで"}お返事します。`,
  leave: "メッセージを残す",
  spokenOffer: (why) => `${why}メッセージを残すことができます。`,

  reconnecting: "再接続しています。書いた内容は保存され、つながると送信されます。",
  connecting: "接続しています…",
  unreachable: "まだチャットにつながりません。書いた内容は保存され、つながると送信されます。",
  starting: "アシスタントは起動中です。担当者とは今すぐお話しいただけます。",
  down: "アシスタントは利用できません。担当者とは今すぐお話しいただけます。",

  message: "メッセージ入力欄",
  placeholder: "メッセージを書く",
  reopen: "書き込むと会話を再開します",
  send: "送信",
  left: (n) => `${number(4_000)}文字中、残り${count(n, characters)}`,
  over: (n) => `上限の${number(4_000)}文字を${count(n, characters)}超えています`,

  system: {
    handoff_requested: {
      asked: "担当者をお呼びになりました。",
      unsatisfied: "解決しなかったため、担当者が引き継ぎます。",
      no_answer: "アシスタントには適切な答えがないため、担当者が引き継ぎます。",
      repeated: "一度で解決しなかったため、担当者が引き継ぎます。",
      bot_unavailable: "アシスタントを利用できないため、担当者が引き継ぎます。",
      sensitive: "この件は担当者が対応します。",
      rule: "この件は担当者が対応します。",
      agent: "担当者が引き継ぎます。",
    },
    queued: {
      handoff: "順番をお待ちください。次の担当者はここまでの内容をすべて見られます。",
      agent_lost: "順番待ちの先頭に戻りました。次の担当者はメモも含めてすべて見られます。",
      released: "順番待ちの先頭に戻りました。次の担当者はここまでの内容をすべて見られます。",
      transferred: "別のチームの順番待ちの先頭です。ここまでの内容はすべて伝わっています。",
      overflow: "別のチームが応援に入ります。お待ちいただいた時間も、ここまでの内容も引き継がれます。",
    },
    agent_joined: (name) => `${name}が参加しました。この会話を見ることができます。`,
    agent_left: {
      lost: (name) => `${name}の接続が切れました。`,
      idle: (name) => `${name}はしばらく応答がなく、退出しました。`,
      released: (name) => `${name}が退出し、チームに戻しました。`,
      transferred: (name) => `${name}が退出し、引き継ぎました。`,
      taken_over: (name) => `${name}が退出し、別の担当者が引き継ぎます。`,
      returned: (name) => `${name}が退出しました。`,
    },
    returned_to_bot: "自動アシスタントに戻りました。",
    follow_up_left: {
      sending: (due, email) => `${due}までに${email ? `${email}へ` : "メールで"}お返事します。`,
      limited: (due) =>
        `${due}までにお返事します。このアドレスには本日これ以上メールをお送りできません。お返事はここでご確認ください。`,
      off: (due) => `${due}までにお返事します。現在メールをお送りできません。お返事はここでご確認ください。`,
    },
    call_back: (slot, phone) => `${slot}に${phone ? `${phone}へ` : ""}お電話します。`,
    resolved: {
      solved: "この会話は終了しました。",
      restarted: "お客様がこの会話を終了しました。",
      idle: "しばらくやり取りがなかったため、この会話は終了しました。",
    },
    reopened: {
      customer: "この会話は再開されました。",
      staffed: "担当者が来ました。この会話は再開されました。",
    },
    rated: (score) => `${number(5)}点中${number(score)}点の評価をいただきました。ありがとうございます。`,
  },
};

export const more: More = {
  formTitle: "メッセージを残す",
  changeTitle: "メッセージを変更する",
  formIntro: (due, mail) =>
    `${due}までに${mail ? "メールで" : "ここで"}お返事します。お返事する担当者はこの会話全体を見られます。送信すると順番待ちは終わります。`,
  changeIntro: "新しいメッセージが、前に送ったものと置き換わります。",
  entries: "こちらが役に立つかもしれません",
  text: "メッセージ",
  email: "お返事先のメールアドレス",
  emailUnmailed: "メールアドレス",
  emailKnown: "お返事先：",
  otherAddress: "別のアドレスを使う",
  slot: "お電話をご希望ですか（任意）",
  noSlot: "いいえ、メールで返事がほしい",
  noSlotUnmailed: "いいえ、ここで返事がほしい",
  phone: "電話番号",
  phoneHint: "国番号から（例：+81 3 1234 5678）",
  sendForm: "メッセージを送信",
  keepWaiting: "このまま待つ",
  keepSent: "変更しない",
  edit: "送信前に変更する",
  needText: "お返事が必要な内容を書いてください。",
  needEmail: "お返事先のアドレスが必要です（例：mia@example.com）。",
  needPhone: "お電話する番号が必要です。",
  tooLong: (over) => `上限の${number(4_000)}文字を${count(over, characters)}超えています。`,

  laterTitle: "今後の流れ",
  replyBy: (due) => `${due}までにお返事します`,
  callAt: (slot) => `${slot}にお電話します`,
  overdue: (due) => `お返事が遅れています。${due}までのお約束でした`,
  overdueNote: "申し訳ございません。メッセージはお預かりしており、担当チームに催促しています。",
  callDue: (slot) => `${slot}にお電話するお約束でした`,
  callDueNote: "ご連絡がつかなかった場合は、ここに書いてください。メッセージはお預かりしています。",
  replied: (when, mail) => `${when}に${mail ? "メールで" : "ここで"}お返事しました`,
  repliedNote: "ほかにもご質問があれば、ここに書いてください。",
  to: (email) => `宛先：${email}`,
  at: (phone) => `電話番号：${phone}`,
  comeBack: "お返事はここでご確認ください。メールは届きません。",
  laterNote:
    "チャットを閉じてもかまいません。ここに書いていただければ、担当者の手が空き次第ここでお返事します。",
  change: "アドレスやメッセージを変更する",
  personNow: "今すぐ担当者と話す",
  personWait: "担当者を待つ",

  rateTitle: "いかがでしたか",
  score: (n) => `${number(5)}点中${number(n)}点`,
  worst: "悪い",
  best: "とても良い",
  repeated: "同じ説明を繰り返す必要がありましたか",
  knewWho: "誰と話しているか、いつも分かりましたか",
  comment: "ほかに伝えたいこと（任意）",
  sendRating: "評価を送信",
  restart: "新しい会話を始める",
};
