"""Every word of a transcript in Japanese."""

from __future__ import annotations

CODE = "ja"
DIRECTION = "ltr"

TITLE = "会話"
YOU = "お客様"
CUSTOMER = "お客様"
ASSISTANT = "アシスタント（自動）"
SYSTEM = "システム"
NOTE = "社内メモ"
BY_MAIL = "メール"
EMPTY = "まだ何も書かれていません。"
ERASED = "（削除済み）"
SUGGESTED = "次のどれかでしょうか。"
KNOWN_ISSUE = "既知の問題"
STEP = "試した手順"
HELPED = "この回答で解決しました。"
NOT_HELPED = "この回答では解決しませんでした。"
RETURNED_TO_BOT = "自動応答のアシスタントに戻りました。"

HANDOFF = {
    "asked": "担当者との会話が希望されました。",
    "unsatisfied": "回答が役に立たなかったため、担当者が引き継ぎます。",
    "no_answer": "アシスタントに適切な回答がないため、担当者が引き継ぎます。",
    "repeated": "試すのは一度だけです。担当者が引き継ぎます。",
    "bot_unavailable": "アシスタントが利用できないため、担当者が引き継ぎます。",
    "sensitive": "これは担当者が対応する内容です。",
    "rule": "これは担当者が対応する内容です。",
    "agent": "担当者が引き継ぎます。",
}
QUEUED = {
    "handoff": "担当者の順番を待っています。",
    "agent_lost": "再び順番待ちの先頭です。",
    "released": "再び順番待ちの先頭です。",
    "transferred": "別のチームの順番待ちの先頭です。",
    "overflow": "別のチームが応援します。",
}
LEFT = {
    "lost": "{name}の接続が切れました。",
    "idle": "{name}はしばらく返信がなく、退出しました。",
    "released": "{name}は退出し、会話をチームに戻しました。",
    "transferred": "{name}は退出し、会話を引き継ぎました。",
    "taken_over": "{name}は退出し、同僚が引き継ぎます。",
    "returned": "{name}は退出しました。",
}
RESOLVED = {
    "solved": "会話は終了しました。",
    "restarted": "お客様が会話を終了しました。",
    "idle": "長い間やり取りがなかったため、会話は終了しました。",
}
REOPENED = "会話が再開されました。"


def reference(reference: str, saved: str, zone: str) -> str:
    return f"{reference} · 保存 {saved} · 時刻はすべて {zone}"


def agent(name: str) -> str:
    return f"{name}（サポート担当）"


def joined(name: str) -> str:
    return f"{name}が参加し、この会話を見ることができます。"


def reply_by(due: str, address: str | None) -> str:
    return f"{due} までに{f' {address} に' if address else ''}返信することを約束しました。"


def call_at(slot: str, phone: str | None) -> str:
    return f"{slot} に{f' {phone} へ' if phone else ''}電話することを約束しました。"


def rated(score: int) -> str:
    return f"評価：5 点中 {score} 点。"
