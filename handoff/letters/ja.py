"""Every word of our mails in Japanese."""

from __future__ import annotations

from datetime import datetime

CODE = "ja"


def subject(reference: str) -> str:
    return f"お問い合わせについて（{reference}）"


def received(due: datetime | None) -> str:
    by = f"{when(due)}までに、" if due else ""
    return f"お問い合わせを受け付けました。{by}担当者がメールでお返事します。"


def reply(agent: str | None) -> str:
    return f"{agent}からお返事があります：" if agent else "お返事いたします："


def told(agent: str | None) -> str:
    return (
        f"{agent}より、ご質問についてお知らせがあります。" if agent else "ご質問についてお知らせがあります。"
    )


CLOSED = "お問い合わせは終了しました。まだ解決していないことがあれば、リンクから再開できます。"
NEW_LINK = "ご依頼の新しいリンクです。"
TRANSCRIPT = "会話の記録をページとテキストでお送りします。"
TOO_LONG = "会話が長く、メールではお送りできません。リンクから開き、ファイルとして保存できます。"
CONFIRM = (
    "このアドレスに会話の記録を送ってほしいとのご依頼がありました。"
    "ご本人の場合は、リンクを開くとアドレスが確認され、会話が開きます。"
    "記録は続けてお送りします。"
)
YOU_WROTE = "お書きになった内容："
CONTINUE = "会話を続ける"
LINK_LASTS = "リンクは一度だけ、7日間有効です。会話全体が表示されますので、ほかの方に渡さないでください。"
ANSWER_HERE = "このメールにそのまま返信することもできます。"
ANSWER_THERE = "お返事はリンクからお願いします。このアドレス宛てのメールは読まれません。"
NOT_YOU = (
    "お心当たりがない場合は、どなたかがアドレスを間違えて入力したものです。"
    "何もなさる必要はありません。"
    "リンクは開かないでください。"
)
NOW_ANSWERED = "ご質問：{question}\n\n回答をご用意しました：{title}\n{link}"
NOW_SOLVED = "この問題は解決しました：{title}\n\nお知らせいただき、ありがとうございました。"
"""What staff are offered to send, filled in for each customer."""


def when(at: datetime) -> str:
    return f"{at:%Y年%m月%d日 %H:%M} UTC"
